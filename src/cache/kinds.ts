// What is kept, each in a folder of its own.

export const KINDS = ['compiled', 'specs', 'verdicts'] as const;
export type Kind = (typeof KINDS)[number];
