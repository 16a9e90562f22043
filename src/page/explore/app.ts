// What the page knows and does: the model at its parameters, the tree of what was walked, where one is in it. After each
// change it calls `changed`, which draws the page anew.

import type { Walkable, WayOfTrace } from '../../supervise/tasks/walk.ts';
import type { Near } from '../../walk/near.ts';
import type { Move, Position, WalkStep, Way } from '../../walk/position.ts';
import { ask, type Checked, type Set } from './ask.ts';
import { NO_STOP, reasonToStop, type Stop } from './stop.ts';
import { Place, wayFrom, wayText, wayTo } from './tree.ts';

/** A run that goes on by itself. */
export type Pace = 'along' | 'any' | { readonly process: string };

const MOST_STEPS = 500;
const LOOK_EVERY_MS = 500;
const SLOW_MS = 300;

export class App {
  readonly #changed: () => void;
  set: Set = {};
  model: Walkable | undefined;
  initial = 0;
  here: Place | undefined;
  /** The end of the branch that is shown. */
  tip: Place | undefined;
  /** Of a run that never ends: after how many steps it repeats, and the place where it does. */
  loop: { readonly from: number; readonly end: Place } | undefined;
  stop: Stop = NO_STOP;
  checked: Checked | undefined;
  /** States that the check has seen, while one runs. */
  checking: number | undefined;
  /** The states around a place, where they are shown. */
  near: { readonly place: Place; readonly graph: Near } | undefined;
  showsNear = false;
  /** The property by which they are coloured; empty for all. */
  colouredBy = '';
  /** What was just done, for those who do not see it. */
  said = '';
  trouble = '';
  busy = false;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  async begin(hash: string): Promise<void> {
    await this.#doing(async () => {
      const { set, run } = await ask('begin', {});
      const asked = new URLSearchParams(hash.replace(/^#/, ''));
      const way = wayFrom(asked.get('way') ?? '');
      const given = asked.get('set');
      await this.#open(given === null ? set : JSON.parse(given), way ?? { initial: 0, moves: [] });
      if (run && !way) await this.#follow(run);
    });
  }

  choose(name: string, value: string): Promise<void> {
    const set = { ...this.set, [name]: value };
    return this.#doing(() => this.#open(set, { initial: 0, moves: [] }));
  }

  beginIn(initial: number): Promise<void> {
    return this.#doing(() => this.#open(this.set, { initial, moves: [] }));
  }

  take(option: WalkStep): Promise<void> {
    return this.#doing(() => this.#step(option.move));
  }

  /** To a place of the tree; the branch that is shown stays where it leads through there. */
  goTo(place: Place | undefined): void {
    if (!place || this.busy) return;
    if (!this.tip?.isAfter(place)) this.tip = place.tip;
    this.here = place;
    this.#say(place.position);
    this.#changed();
    void this.#lookAround();
  }

  /** Several steps, one after the other. */
  takeAll(moves: readonly Move[]): Promise<void> {
    return this.#doing(async () => {
      for (const move of moves) await this.#step(move);
    });
  }

  showNear(isShown: boolean): void {
    this.showsNear = isShown;
    void this.#lookAround();
  }

  colourBy(property: string): void {
    this.colouredBy = property;
    this.near = undefined;
    void this.#lookAround();
  }

  back(): void {
    this.goTo(this.here?.parent);
  }

  forward(): void {
    this.goTo(this.#next);
  }

  restart(): void {
    this.goTo(this.tip?.path[0]);
  }

  /** Goes on by itself until there is a reason to stop. */
  runOn(pace: Pace): Promise<void> {
    return this.#doing(async () => {
      let reason = `${MOST_STEPS} steps taken`;
      for (let k = 0; k < MOST_STEPS; k++) {
        const before = this.here as Place;
        const move = this.#moveAt(before, pace);
        if (!move) {
          reason = 'no step is left to take';
          break;
        }
        await this.#step(move);
        const found = reasonToStop(this.stop, (this.here as Place).position, before.position);
        if (found !== undefined) {
          reason = found;
          break;
        }
      }
      this.said = `Stopped: ${reason}`;
    });
  }

  async check(): Promise<void> {
    if (this.checking !== undefined) return;
    const { set } = this;
    this.checking = 0;
    this.trouble = '';
    this.#changed();
    const look = setInterval(async () => {
      const { states } = await ask('progress', {}).catch(() => ({ states: 0 }));
      if (this.checking === undefined) return;
      this.checking = Math.max(states, this.checking);
      this.#changed();
    }, LOOK_EVERY_MS);
    try {
      const checked = await ask('check', { set });
      if (set === this.set) this.checked = checked;
      this.said = `Checked: ${checked.outcome}. ${checked.limit?.message ?? ''}`;
    } catch (error) {
      this.trouble = (error as Error).message;
    }
    clearInterval(look);
    this.checking = undefined;
    this.#changed();
  }

  /** The check answers with what it has found. */
  async stopCheck(): Promise<void> {
    await ask('stop', {}).catch(() => {});
  }

  /** Opens a run of this model: of a file, or of what the check has found. */
  walkRun(trace: unknown): Promise<void> {
    return this.#doing(async () => this.#follow(await ask('run', { trace })));
  }

  refuse(trouble: string): void {
    this.trouble = trouble;
    this.#changed();
  }

  /** The walk to here, as `mmcheck replay` reads it. */
  async saved(): Promise<string> {
    const trace = await ask('trace', { set: this.set, way: this.#way });
    return `${JSON.stringify(trace, undefined, 2)}\n`;
  }

  /** What brings a page back here. */
  get hash(): string {
    return `#${new URLSearchParams({ set: JSON.stringify(this.set), way: wayText(this.#way) })}`;
  }

  get #way(): Way {
    return wayTo(this.here as Place, this.initial);
  }

  get #next(): Place | undefined {
    let next = this.tip;
    while (next && next.parent !== this.here) next = next.parent;
    return next;
  }

  #moveAt(place: Place, pace: Pace): Move | undefined {
    const { options } = place.position;
    if (pace === 'along') return this.#next?.move;
    const own = pace === 'any' ? options : options.filter(({ name }) => name === pace.process);
    return own[Math.floor(Math.random() * own.length)]?.move;
  }

  async #follow({ set, way, loop }: WayOfTrace): Promise<void> {
    await this.#open(set, way);
    const end = this.here as Place;
    this.loop = loop === undefined ? undefined : { from: loop, end };
    this.here = end.path[0];
    this.said = `A run of ${end.depth} steps, at its beginning`;
  }

  /** A model at other parameters, or from another beginning, is another tree. */
  async #open(asked: Set, way: Way): Promise<void> {
    const model = await ask('open', { set: asked });
    const set = Object.fromEntries(model.parameters.map(({ name, value }) => [name, `${value}`]));
    const [first, ...others] = await ask('along', { set, way, from: 0 });
    if (JSON.stringify(set) !== JSON.stringify(this.set)) this.checked = undefined;
    const root = this.#rootFor(set, way.initial, first);
    this.set = set;
    this.model = model;
    if (!model.properties.some(({ name }) => name === this.colouredBy)) this.colouredBy = '';
    this.initial = way.initial;
    this.loop = undefined;
    let place = root;
    for (const position of others) {
      const { move } = position.step as WalkStep;
      place = place.after(move) ?? place.grow(position);
    }
    this.here = place;
    this.tip = place;
    this.#say(place.position);
  }

  #rootFor(set: Set, initial: number, position: Position): Place {
    const root = this.here?.path[0];
    const same = JSON.stringify(set) === JSON.stringify(this.set) && initial === this.initial;
    return root && same ? root : new Place(position);
  }

  async #step(move: Move): Promise<void> {
    const here = this.here as Place;
    let next = here.after(move);
    if (!next) {
      const { initial, moves } = this.#way;
      const way = { initial, moves: [...moves, move] };
      const [position] = await ask('along', { set: this.set, way, from: way.moves.length });
      next = here.grow(position);
    }
    if (!this.tip?.isAfter(next)) this.tip = next.tip;
    this.here = next;
    this.#say(next.position);
  }

  #say({ step, options, noticed }: Position): void {
    const what = step
      ? `Step ${this.here?.depth}: ${step.name} ${step.label}, now at ${step.to}.`
      : 'The initial state.';
    const found = noticed.map(({ property, message }) => ` ${property}: ${message}.`).join('');
    this.said = `${what}${found} ${possibleText(options.length)}`;
  }

  async #doing(work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.trouble = '';
    // Most is done before anybody could read that it is being done.
    const slow = setTimeout(this.#changed, SLOW_MS);
    try {
      await work();
    } catch (error) {
      this.trouble = (error as Error).message;
    }
    clearTimeout(slow);
    this.busy = false;
    this.#changed();
    void this.#lookAround();
  }

  async #lookAround(): Promise<void> {
    const { here, set, colouredBy } = this;
    if (!this.showsNear || !here || this.near?.place === here) return;
    const property = colouredBy === '' ? null : colouredBy;
    const graph = await ask('near', { set, way: this.#way, property }).catch(() => undefined);
    // Somewhere else by now: another answer is on its way.
    if (!graph || here !== this.here || colouredBy !== this.colouredBy) return;
    this.near = { place: here, graph };
    this.#changed();
  }
}

function possibleText(steps: number): string {
  if (steps === 0) return 'No step is possible.';
  return steps === 1 ? 'One step is possible.' : `${steps} steps are possible.`;
}
