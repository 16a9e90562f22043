// One measurement in a process of its own: explores one configuration and prints its figures as JSON.
//   node measure.js MODEL '{"N":3}'

import { checkModel } from '../src/check.ts';
import type { ModelDefinition } from '../src/model/define-model.ts';

const [name, parameters] = process.argv.slice(2);
const { default: model } = (await import(`../test/peer-models/${name}.js`)) as {
  default: ModelDefinition;
};
const { statistics } = checkModel(
  model,
  JSON.parse(parameters),
  {},
  { memoryBytes: 12 * 2 ** 30, reduction: false },
);
const { states, transitions, seconds } = statistics;
const bytesPerState = process.memoryUsage().rss / states;
console.log(JSON.stringify({ states, transitions, seconds, bytesPerState }));
