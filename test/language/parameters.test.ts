// A name that is no parameter is refused wherever an author asks for its value: undefined would be another model.

import { describe, expect, test } from 'vitest';
import {
  bool,
  cell,
  defineModel,
  defineProperties,
  defineSpec,
  oneOf,
  system,
} from '../../src/index.ts';
import { resolveParameters } from '../../src/language/define-model.ts';
import { examineSpec } from '../../src/spec/examine-spec.ts';

// biome-ignore lint/suspicious/noExplicitAny: an author without a type checker
type Loose = any;

const get = oneOf('get_page', 'get_page_unless_zero');
const build = () =>
  system({ flag: cell(bool) }, ({ process }) => ({
    setter: process({ start: 'set', steps: { set: () => 'done' } }),
  }));
const refused = "page-ref has no parameter 'gett'; did you mean 'get'?";

describe('a misspelt parameter', () => {
  const model = defineModel('page-ref', { parameters: { get }, system: build });
  const ask = (_: Loose, { gett }: Loose): Loose => ({ [gett]: 1 });

  test('of a system', () => {
    const asks = ({ gett }: Loose) => (gett === 'get_page' ? build() : build());
    const broken = defineModel('page-ref', { parameters: { get }, system: asks });
    expect(() => broken.system(resolveParameters(broken, {}))).toThrow(refused);
  });

  test("of a model's own properties", () => {
    expect(() => defineProperties(model, ask).properties({ get: 'get_page' })).toThrow(refused);
  });

  test("of a spec's properties", () => {
    const spec = defineSpec(model, { properties: ask, rows: [{ set: {}, expect: {} }] });
    expect(() => examineSpec(spec)).toThrow(refused);
  });

  test('all of them may be taken as they are', () => {
    const asks = ({ ...all }: Loose): Loose => Object.keys(all).join() === 'get' && build();
    const whole = defineModel('page-ref', { parameters: { get }, system: asks });
    expect(whole.system(resolveParameters(whole, {})).type).toBe('system');
  });
});
