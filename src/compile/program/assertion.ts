// A failing assertion ends its transition: a finding, thrown as a value of its own so that it is never mistaken for a
// mistake in the model.

export class AssertionFailure {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

export function assertTrue(condition: boolean, message: string): void {
  if (!condition) throw new AssertionFailure(message);
}
