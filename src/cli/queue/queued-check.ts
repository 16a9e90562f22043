// A check of one model as it stands in the record of a run, and what machines compare before they search it together.
//
// Sound only if two machines with the same record search the same: so the spec whose properties are added is named in it, and one
// that only one of them has makes a difference; and bytes of states go from one to the other as they are.

import { endianness } from 'node:os';
import { UsageError } from '../../base/errors.ts';
import { shownPath } from '../../base/shown-path.ts';
import type { CheckOptions } from '../../check/options.ts';
import { existingFile } from '../../load/find-file.ts';
import { specBeside } from '../../load/find-spec.ts';
import type { RunRecord } from '../../queue/run-registry.ts';
import { sharedSpecs } from '../../queue/run-sources.ts';

/** All that decides what is searched, besides the files; limits do not. */
export interface QueuedCheck {
  readonly set: Readonly<Record<string, string>>;
  readonly options: Pick<CheckOptions, 'reduction' | 'maxDepth' | 'only'>;
  readonly partitions: number;
  readonly bytes: ReturnType<typeof endianness>;
}

/** The model's file, and its spec where there is one, as they are named from the working directory. */
export function filesOfCheck(file: string, spec: string | undefined): string[] {
  const model = existingFile(file, 'models');
  const beside = spec === undefined ? specBeside(model) : existingFile(spec, 'specs');
  return [model, ...(beside === undefined ? [] : [beside])].map(shownPath);
}

export function refuseUnshared(files: readonly string[]): void {
  const shared = sharedSpecs(files);
  const open = files.find((file) => !shared.includes(file));
  if (open === undefined) return;
  throw new UsageError(
    `--queue: what ${open} is may depend on more than its files, so that other machines may have another`,
  );
}

export function askedText(
  set: QueuedCheck['set'],
  { reduction, maxDepth, only }: CheckOptions,
  partitions: number,
): string {
  const options = {
    ...(reduction !== undefined && { reduction }),
    ...(maxDepth !== undefined && { maxDepth }),
    ...(only && { only }),
  };
  const sorted = Object.fromEntries(Object.entries(set).sort());
  const check: QueuedCheck = { set: sorted, options, partitions, bytes: endianness() };
  return JSON.stringify(check);
}

/** Redis may hold anything: undefined where it is none. */
export function checkIn({ asked }: RunRecord): QueuedCheck | undefined {
  try {
    const check = JSON.parse(asked);
    const { set, options, partitions } = Object(check);
    const isOne =
      typeof set === 'object' && typeof options === 'object' && Number.isSafeInteger(partitions);
    return isOne ? check : undefined;
  } catch {
    return undefined;
  }
}

/** Why this machine cannot search it, though it has the same files; undefined where it can. */
export function differenceOfCheck(run: RunRecord): string | undefined {
  const check = checkIn(run);
  if (check === undefined) return 'what Redis has of it is no check';
  if (check.bytes !== endianness()) return 'its machines have another order of bytes';
  const [model, spec] = run.specs;
  if (spec === undefined && specBeside(existingFile(model)) !== undefined) {
    return `${model} has a spec here, and none there`;
  }
  return undefined;
}
