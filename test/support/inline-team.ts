// A team in one thread: its members, each with a system of its own, do the parts of a phase in an order that is drawn, so that
// rounds of the smallest models are put together from many pieces.

import { Assistant, type Assisted } from '../../src/check/assist.ts';
import type { MakeTeam } from '../../src/check/options.ts';
import { Member, Phase } from '../../src/explore/rounds/member.ts';
import type { Team } from '../../src/explore/rounds/team.ts';

export interface InlineCounts {
  rounds: number;
}

export function inlineTeam(
  assisted: Assisted,
  members: number,
  { seed = 1, piece = 1 } = {},
  counts: InlineCounts = { rounds: 0 },
): MakeTeam {
  let drawn = seed;
  const below = (n: number): number => {
    drawn = (Math.imul(drawn, 1664525) + 1013904223) | 0;
    return (drawn >>> 8) % n;
  };
  return (attempt, _progress, only): Team => {
    const options = { ...assisted.options, ...(only && { only }) };
    let table: Int32Array;
    let helpers: { readonly member: Member; readonly assistant: Assistant }[] = [];
    let thrown: unknown;
    const all = (own: Member): Member[] => [own, ...helpers.map(({ member }) => member)];
    return {
      members,
      pace: { from: 0, least: 1, piece },
      begin(memory) {
        helpers = Array.from({ length: members - 1 }, (_, k) => {
          const assistant = new Assistant({ ...assisted, options }, attempt.sent, memory, k + 1);
          return { assistant, member: new Member(k + 1, assistant.parts, memory, table) };
        });
      },
      isReady: () => true,
      useTable(next) {
        table = next;
        for (const { member } of helpers) member.table = next;
      },
      thrown: () => thrown,
      perform(kind, parts, own) {
        if (kind === Phase.expand) {
          counts.rounds++;
          thrown = undefined;
          for (const { member } of helpers) member.enter();
        }
        const left = Array.from({ length: parts }, (_, k) => k);
        while (left.length > 0) {
          const [part] = left.splice(below(left.length), 1);
          try {
            all(own)[below(members)].perform(kind, part);
          } catch (error) {
            thrown = error;
          }
          for (const { assistant } of helpers) for (const gap of assistant.gaps) attempt.tell(gap);
        }
        return 'done';
      },
      end() {},
    };
  };
}
