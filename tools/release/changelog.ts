// Whether the version and the changelog say the same, before anything is published.

export interface Release {
  /** Of package.json. */
  readonly version: string;
  /** Of package-lock.json, which has it twice. */
  readonly locked: readonly (string | undefined)[];
  readonly changelog: string;
  /** It is about to be published, so nothing may be left to do. */
  readonly publishes: boolean;
}

interface Section {
  readonly title: string;
  readonly hasEntries: boolean;
}

/** What is wrong, a sentence each. */
export function changelogProblems({ version, locked, changelog, publishes }: Release): string[] {
  const sections = sectionsOf(changelog);
  const [first] = sections;
  if (first === undefined) return ['CHANGELOG.md has no section; begin one: ## Unreleased'];
  const released = sections.map(({ title }) => title).filter((title) => title !== 'Unreleased');
  const versions = released.map((title) => versionIn(title));
  const isOpen = first.title === 'Unreleased';
  return [
    ...(locked.every((one) => one === version)
      ? []
      : [`package-lock.json is of another version than package.json, ${version}; npm install`]),
    ...(first.hasEntries ? [] : [`CHANGELOG.md says nothing below '${first.title}'`]),
    ...released.filter((title) => versionIn(title) === undefined).map(unclear),
    ...(isDescending(versions) ? [] : ['CHANGELOG.md does not have the newest version first']),
    ...(isOpen && versions.includes(version)
      ? [`${version} has been released; raise the version in package.json`]
      : []),
    ...(!isOpen && versions[0] !== version
      ? [`CHANGELOG.md begins with ${versions[0]}, and package.json is of ${version}`]
      : []),
    ...(publishes && isOpen
      ? [`CHANGELOG.md: name what is 'Unreleased' after the version: ## ${version} - YYYY-MM-DD`]
      : []),
  ];
}

function sectionsOf(changelog: string): Section[] {
  const [, ...parts] = changelog.split(/^## /m);
  return parts.map((part) => ({
    title: part.split('\n')[0].trim(),
    hasEntries: /^- \S/m.test(part),
  }));
}

function unclear(title: string): string {
  return `CHANGELOG.md: '${title}' is neither Unreleased nor like 1.2.0 - 2026-01-31`;
}

function versionIn(title: string): string | undefined {
  return /^(\d+\.\d+\.\d+) - \d{4}-\d\d-\d\d$/.exec(title)?.[1];
}

function isDescending(versions: readonly (string | undefined)[]): boolean {
  const known = versions.flatMap((version) => (version === undefined ? [] : [partsOf(version)]));
  return known.every((one, k) => k === 0 || compare(known[k - 1], one) > 0);
}

function partsOf(version: string): number[] {
  return version.split('.').map(Number);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const different = a.findIndex((part, k) => part !== b[k]);
  return different < 0 ? 0 : a[different] - b[different];
}
