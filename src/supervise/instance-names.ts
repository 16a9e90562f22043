// What an instance and its labels are called: said before a search, to name a step that does not return.

export interface InstanceNames {
  readonly name: string;
  /** By code; the last is 'done'. */
  readonly labels: readonly string[];
}
