// What the steps of slab-sysfs-deadlock are in a trace of Linux 6.1, of the first cache and the first read in it.
// A cache of SLAB_TYPESAFE_BY_RCU is released by a work, slab_caches_to_rcu_destroy_workfn(): a later one in the traces.

import { defineTraceMap } from 'mmcheck';
import model from './slab-sysfs-deadlock.ts';

export default defineTraceMap(model, {
  processes: {
    // `cat` takes the active reference in open() and three times more; each is a read of its own.
    total_objects_show: {
      each: 'kernfs_seq_start',
      until: 'kernfs_put_active',
      // Of a file of a cache: any file of sysfs is read so.
      with: 'show_slab_objects',
      rules: [
        { event: 'kernfs_get_active', labels: 'kernfs_get_active' },
        { event: 'get_online_mems', labels: 'get_online_mems' },
        { event: 'show_slab_objects', labels: 'show_slab_objects' },
        { event: 'kernfs_seq_stop' },
        { event: 'put_online_mems', labels: 'put_online_mems' },
        { event: 'kernfs_put_active', labels: 'kernfs_put_active' },
      ],
    },
    kmem_cache_destroy: {
      each: 'kmem_cache_destroy',
      until: ['sysfs_slab_release', 'slab_kmem_cache_release'],
      rules: [
        { event: 'cpus_read_locked:', labels: 'get_online_cpus' },
        { event: 'get_online_mems', labels: 'get_online_mems' },
        { event: 'mlock lock=slab_mutex', labels: 'lock_slab_mutex' },
        { event: '__kmem_cache_shutdown', labels: 'shutdown_cache' },
        { event: 'munlock lock=slab_mutex', labels: 'unlock_slab_mutex' },
        { event: 'put_online_mems', labels: 'put_online_mems' },
        { event: 'cpus_read_unlock', labels: 'put_online_cpus' },
        { event: 'sysfs_slab_unlink', labels: 'sysfs_slab_unlink' },
        // File by file.
        { event: 'kernfs_drain', labels: 'kernfs_drain', fold: true },
        { event: 'sysfs_slab_release' },
      ],
      beside: { 'cpus_read_lock <-kmem_cache_destroy': 'it is `cpus_read_locked`' },
    },
  },
});
