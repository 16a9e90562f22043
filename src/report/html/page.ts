// What every page of the site has: the head, with a policy that lets nothing run or load but what mmcheck put there, and the
// frame around its content. It works from a file as from a server.

import { createHash } from 'node:crypto';
import { type Content, html, Markup } from './markup.ts';

/** What runs and looks the same on every page; made at build time. */
export interface Assets {
  readonly style: string;
  readonly script: string;
}

export interface Page {
  readonly title: string;
  readonly main: Content;
  /** Whether it has something to search. */
  readonly searches?: boolean;
  /** Where it is in the site. */
  readonly above?: Content;
  readonly version: string;
}

export function pageText(
  { title, main, searches = false, above, version }: Page,
  assets: Assets,
): string {
  const { style, script } = assets;
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    ...(searches ? [`script-src ${hashOf(script)}`] : []),
    // A page that was opened from a disk is of no origin.
    "img-src 'self' file:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>${above}<h1>${title}</h1></header>
<main id="main">${main}</main>
<footer>Checked by mmcheck ${version}: every interleaving of a model, or as many as a limit let it see.</footer>
${searches && scriptElement(script)}
</body>
</html>
`;
  return page.text;
}

/** No template of `html`: what bundles this file takes such a tag in one apart, by a package that is not there. */
function scriptElement(script: string): Markup {
  return new Markup(`<script>${script}</script>`);
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
