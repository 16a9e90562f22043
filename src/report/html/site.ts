// The result of a run as a site of plain files: the catalogue, a page for each spec, and beside it pictures of its runs.
// Pictures are drawn first, since a page shows only those that could be.

import type { RunSummary, SpecRun } from '../../spec/run-outcome.ts';
import { decodeTrace } from '../../trace/trace-json.ts';
import { traceDot } from '../dot/trace.ts';
import { CATALOGUE, linkFrom, pagesOf, pictureFile } from './address.ts';
import { catalogue } from './catalogue.ts';
import { html } from './markup.ts';
import { type Assets, pageText } from './page.ts';
import { runsOfSpec, specPage } from './spec-page.ts';
import type { VerdictRun } from './verdict-section.ts';

/** A file of the site, by its path from the site's folder. */
export interface SiteFile {
  readonly file: string;
  readonly text: string;
}

/** What a picture shows, as DOT; made when it is drawn, as all together are large. */
export interface Picture {
  readonly file: string;
  dot(): string;
}

export class Site {
  readonly #specs: readonly SpecRun[];
  readonly #pages: ReadonlyMap<SpecRun, string>;
  readonly #runs: ReadonlyMap<SpecRun, readonly VerdictRun[]>;

  constructor(specs: readonly SpecRun[]) {
    this.#specs = specs;
    this.#pages = pagesOf(specs);
    this.#runs = new Map(specs.map((spec) => [spec, runsOfSpec(spec)]));
  }

  pictures(): Picture[] {
    return this.#specs.flatMap((spec) =>
      this.#runsOf(spec).flatMap(({ evidence, address }) =>
        evidence.runs.map(({ run, explanation }, k) => ({
          file: pictureFile(this.#pageOf(spec), address, k),
          dot: () => traceDot(decodeTrace(run), explanation),
        })),
      ),
    );
  }

  /** `drawn` are the files of the pictures that there are. */
  *pages(
    summary: RunSummary,
    drawn: ReadonlySet<string>,
    version: string,
    assets: Assets,
  ): Generator<SiteFile> {
    const main = catalogue(this.#specs, this.#pages, summary);
    const title = 'What mmcheck found';
    yield { file: CATALOGUE, text: pageText({ title, main, version, searches: true }, assets) };
    for (const spec of this.#specs) {
      const file = this.#pageOf(spec);
      const runs = this.#runsOf(spec).map((one) => withPictures(one, file, drawn));
      const home = linkFrom(file, CATALOGUE);
      const above = html`<nav aria-label="Where this is"><a href="${home}">All models</a>${
        spec.about?.group
          ? html` › <a href="${home}#thread-${spec.about.group}">${spec.about.group}</a>`
          : ''
      }</nav>`;
      const page = { title: spec.model || spec.spec, main: specPage(spec, runs), above, version };
      yield { file, text: pageText(page, assets) };
    }
  }

  #pageOf(spec: SpecRun): string {
    return this.#pages.get(spec) as string;
  }

  #runsOf(spec: SpecRun): readonly VerdictRun[] {
    return this.#runs.get(spec) as readonly VerdictRun[];
  }
}

function withPictures(one: VerdictRun, page: string, drawn: ReadonlySet<string>): VerdictRun {
  const pictures = one.evidence.runs.map((_, k) => {
    const file = pictureFile(page, one.address, k);
    return drawn.has(file) ? linkFrom(page, file) : undefined;
  });
  return { ...one, pictures };
}
