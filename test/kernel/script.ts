// Tiny processes for the tests of rules: steps one after the other, without labels that anybody would have to read.

// biome-ignore lint/suspicious/noExplicitAny: steps over the cells of any system
export type Any = any;
type Step = (context: Any) => string;

/** Options of a process that takes these steps and is done; `more` says where it runs, or how often it is there. */
export function script(steps: readonly Step[], more: Any = {}): Any {
  const labelled = Object.fromEntries(steps.map((step, k) => [`s${k}`, step]));
  return { ...more, start: 's0', steps: { ...labelled, end: () => 'done' } };
}

/** The same for a process that begins anew, for ever; it may stop before its first step. */
export function loop(steps: readonly Step[], more: Any = {}): Any {
  const { steps: all, start } = script(steps, more);
  return { ...more, start, end: [start], steps: { ...all, end: () => 's0' } };
}
