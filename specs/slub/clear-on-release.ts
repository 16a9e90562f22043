// The claims about clear-on-release, and what becomes of each.
//
// What has to be cleared must be known to whoever drops the last reference, so it has to be written in the page, as a pin, a
// speculative reference or reclaim has no vma to look at; and in each copy, as a child that writes takes the secret with
// it. Swap is a copy that outlives all of them. init_on_free needs no mark, and does nothing about swap either. What is in a
// page until it is released, at a crash above all, is outside of all this, as Lameter says.

import { defineSpec, violated } from 'mmcheck';
import model from '../../models/slub/clear-on-release.ts';

const E = (label: string) => ['exit', label] as const;
const G = (label: string) => ['gup', label] as const;
const C = (label: string) => ['child', label] as const;
const W = (label: string) => ['swapout', label] as const;

const holds = { 'no-secret-is-free': 'holds', 'no-secret-in-swap': 'holds' } as const;
const pinned = [G('get_page'), E('put_page_testzero'), G('wipe')] as const;
const copied = [C('wp_page_copy'), C('put_page_testzero'), C('wipe')] as const;

export default defineSpec(model, {
  seed:
    '[PATCH] mm: Allow userland to request that the kernel clear memory on release (Garrett, Apr 2019); ' +
    '6471384af2a6 mm: security: introduce init_on_alloc=1 and init_on_free=1 boot options (2019)',
  answer:
    'Lameter doubted its use. The mark of a vma is not seen by who drops the last reference, nor by ' +
    'copies; in the page and its copies it is right. Swap keeps the secret all the same.',
  properties: ({ atTheEnd }) => ({
    'no-secret-is-free': atTheEnd('no page that is free has a secret', ({ pages }) =>
      pages.every(({ refs, hasSecret }) => refs > 0 || !hasSecret),
    ),
    'no-secret-in-swap': atTheEnd('what is in swap is no secret', ({ in_swap }) => !in_swap.value),
  }),
  rows: [
    { set: {}, expect: holds },
    { set: { pins: 1 }, expect: { ...holds, 'no-secret-is-free': violated(pinned) } },
    { set: { mark: 'page', pins: 1 }, expect: holds },
    {
      set: { child: true },
      expect: { ...holds, 'no-secret-is-free': violated([E('put_page_testzero'), C('wipe')]) },
    },
    {
      set: { mark: 'page', child: true },
      expect: { ...holds, 'no-secret-is-free': violated(copied) },
    },
    { set: { mark: 'page-and-copies', child: true }, expect: holds },
    {
      set: { mark: 'page', swap: 'keeps' },
      expect: { ...holds, 'no-secret-in-swap': violated([W('swap_writepage')]) },
    },
    { set: { mark: 'page', swap: 'clears' }, expect: holds },
    { set: { mark: 'init-on-free', child: true, pins: 1 }, expect: holds },
    {
      set: { mark: 'init-on-free', swap: 'keeps' },
      expect: { ...holds, 'no-secret-in-swap': violated([W('swap_writepage')]) },
    },
    {
      set: { mark: 'page-and-copies', child: true, pins: 2, swap: 'keeps' },
      expect: { ...holds, 'no-secret-in-swap': violated([W('swap_writepage')]) },
      stress: true,
    },
  ],
  history: [
    {
      commit: '6471384af2a6',
      subject: 'mm: security: introduce init_on_alloc=1 and init_on_free=1 boot options',
      year: 2019,
      property: 'no-secret-is-free',
      before: { pins: 1 },
      after: { mark: 'init-on-free', child: true, pins: 1 },
    },
  ],
});
