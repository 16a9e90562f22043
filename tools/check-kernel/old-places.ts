// The places of kernels before the one that is looked at: what models name although it is no longer there, or is there
// under another name. A model of an argument of 2012 speaks of the kernel of 2012.
//
// What must stay true: nothing is here that the source has (the check says so), so that a place cannot hide a mistake.

/** Names every place that begins with it, and says where that was, or what it is today. */
export const OLD_PLACES: Readonly<Record<string, string>> = {
  'arch/powerpc/platforms/pseries/cmm.c cmm_count_pages()': '2019; gone since 3f9903b9ca5e (5.6)',
  'arch/powerpc/platforms/pseries/cmm.c cmm_mem_going_offline()':
    '2019; gone since fe030c9b85e6 (5.6)',
  'drivers/base/memory.c store_mem_state()': '2015 to 2018; today state_store()',
  'fs/kernfs/file.c kernfs_fop_write()': '2019; today kernfs_fop_write_iter()',
  'kernel/cpu.c cpu_hotplug_begin()': '2017; today cpus_write_lock()',
  'kernel/cpu.c do_cpu_up()': '2017; today cpu_up()',
  'kernel/cpuset.c cpuset_change_task_nodemask()': '2010 to 2017; today kernel/cgroup/cpuset.c',
  'kernel/cpuset.c cpuset_mem_spread_node()': '2010 to 2017; today kernel/cgroup/cpuset.c',
  'kernel/sched.c sched_cpu_active()': '2012; today sched_cpu_activate(), kernel/sched/core.c',
  'kernel/smp.c generic_smp_call_function_interrupt()':
    '2012; today generic_smp_call_function_single_interrupt()',
  'kernel/smp.c hotplug_cfd()': '2012 to 2014; today smpcfd_dying_cpu()',
  'kernel/smp.c on_each_cpu()': '2012; today include/linux/smp.h',
  'kernel/smp.c on_each_cpu_cond()': '2012; today include/linux/smp.h',
  'kernel/smp.c on_each_cpu_mask()': '2012; today include/linux/smp.h',
  'kernel/smp.c smp_call_function_many() cpumask_and()':
    '2012; today smp_call_function_many_cond()',
  'mm/filemap.c __page_cache_alloc()': '2010 to 2017; today filemap_alloc_folio()',
  'mm/memcontrol.c memcg_kmem_get_cache()': '2019 to 2020; gone since 9855609bde03 (5.9)',
  'mm/memcontrol.c memcg_kmem_put_cache()': '2019 to 2020; gone since 9855609bde03 (5.9)',
  'mm/memory_hotplug.c online_pages_range() PageReserved()': '2015 to 2018; no longer asked',
  'mm/memory_hotplug.c try_offline_node() arch_free_nodedata()':
    '2013; today the pgdat stays as it is',
  'mm/memory_hotplug.c try_offline_node() memset()': '2013; today the pgdat stays as it is',
  'mm/mempolicy.c alloc_pages_vma()': '2012; today vma_alloc_folio()',
  'mm/page_alloc.c __alloc_pages_nodemask()': '2010 to 2017; today __alloc_pages()',
  'mm/page_alloc.c __build_all_zonelists() setup_zone_pageset()': '2010; today in online_pages()',
  'mm/page_alloc.c __isolate_free_page() BUG_ON(!PageBuddy(page))': '2020; no longer asked',
  'mm/page_alloc.c buffered_rmqueue()': '2010; today rmqueue()',
  'mm/page_alloc.c drain_all_pages() cpumask_set_cpu() cpumask_clear_cpu()':
    '2012 to 2017; today __drain_all_pages()',
  'mm/page_alloc.c drain_local_pages_wq()': '2017 to 2022; today no work is queued',
  'mm/page_alloc.c free_hot_cold_page()': '2010 to 2017; today free_unref_page()',
  'mm/page_alloc.c has_unmovable_pages()': '2019; today mm/page_isolation.c, without the warning',
  'mm/page_alloc.c page_alloc_cpu_notify()': '2012; today page_alloc_cpu_dead()',
  'mm/slab.c cache_alloc_debugcheck_after() set_store_user_dirty()':
    '2016 to 2019; gone since 7878c231dae0 (5.2)',
  'mm/slab.c cache_free_debugcheck() set_store_user_dirty()':
    '2016 to 2019; gone since 7878c231dae0 (5.2)',
  'mm/slab.c leaks_show()': '2006 to 2019; gone since 7878c231dae0 (5.2)',
  'mm/slab.h memcg_charge_slab()': '2019 to 2020; gone since 9855609bde03 (5.9)',
  'mm/slab.h memcg_uncharge_slab()': '2019 to 2020; gone since 9855609bde03 (5.9)',
  'mm/slab_common.c flush_memcg_workqueue()': '2019 to 2020; gone since 9855609bde03 (5.9)',
  'mm/slab_common.c kmem_cache_create(), memcg_create_kmem_cache()':
    '2019; memcg has no caches of its own any more',
  'mm/slab_common.c kmem_cache_destroy(), kmemcg_cache_shutdown()':
    '2019; memcg has no caches of its own any more',
  'mm/slab_common.c kmem_cache_shrink() get_online_cpus()':
    '2012 to 2021; gone since 7e1fa93deff4 (5.12)',
  'mm/slab_common.c kmem_cache_shrink() get_online_mems()':
    '2014 to 2021; gone since 7e1fa93deff4 (5.12)',
  'mm/slab_common.c kmem_cache_shrink() put_online_cpus()':
    '2012 to 2021; gone since 7e1fa93deff4 (5.12)',
  'mm/slab_common.c kmem_cache_shrink() put_online_mems()':
    '2014 to 2021; gone since 7e1fa93deff4 (5.12)',
  'mm/slab_common.c kmem_cache_shrink_all()':
    '2019 to 2020; memcg has no caches of its own any more',
  'mm/slab_common.c kmemcg_cache_deactivate()': '2019 to 2020; gone since 9855609bde03 (5.9)',
  'mm/slab_common.c kmemcg_cache_deactivate_after_rcu()':
    '2019 to 2020; gone since 9855609bde03 (5.9)',
  'mm/slab_common.c kmemcg_cache_shutdown()': '2019 to 2020; gone since 9855609bde03 (5.9)',
  'mm/slab_common.c kmemcg_cache_shutdown_fn()': '2019 to 2020; gone since 9855609bde03 (5.9)',
  'mm/slab_common.c kmemcg_rcufn()': '2019 to 2020; gone since 9855609bde03 (5.9)',
  'mm/slab_common.c kmemcg_workfn()': '2019; memcg has no caches of its own any more',
  'mm/slab_common.c memcg_create_kmem_cache()': '2019 to 2020; gone since 9855609bde03 (5.9)',
  'mm/slab_common.c memcg_deactivate_kmem_caches()': '2019 to 2020; gone since 9855609bde03 (5.9)',
  'mm/slab_common.c shutdown_memcg_caches()': '2019 to 2020; gone since 9855609bde03 (5.9)',
  'mm/slub.c any_slab_objects()': '2020; gone since 060807f841ac (5.9)',
  'mm/slub.c free_debug_processing() slab_lock()': '2011 to 2022; today under list_lock alone',
  'mm/slub.c free_debug_processing() slab_unlock()': '2011 to 2022; today under list_lock alone',
  'mm/slub.c free_debug_processing() spin_unlock_irqrestore()':
    '2012 to 2022; today in free_to_partial_list()',
  'mm/slub.c list_slab_objects() bitmap_zalloc()': '2019; today __fill_map() of a static bitmap',
  'mm/slub.c new_slab_objects()': '2020; today in ___slab_alloc()',
  'mm/slub.c node_match() page_to_nid(NULL)': '2020; today slab_nid()',
  'mm/slub.c red_zone_store()': '2020; gone since ad38b5b1131e (5.9)',
  'mm/slub.c slab_alloc_node() this_cpu_read(s->cpu_slab->tid)': '2020; today READ_ONCE(c->tid)',
  'mm/slub.c slab_attr_store() for_each_memcg_cache()':
    '2012 to 2020; memcg has no caches of its own any more',
  'mm/slub.c slab_attr_store() mutex_lock()':
    '2012 to 2020; memcg has no caches of its own any more',
  'mm/slub.c slab_attr_store() mutex_unlock()':
    '2012 to 2020; memcg has no caches of its own any more',
  'mm/slub.c slab_attr_store() percpu_ref_put()': '2020, not merged',
  'mm/slub.c slab_attr_store() percpu_ref_tryget()': '2020, not merged',
  'mm/slub.c slab_cpuup_callback()': '2017; today slub_cpu_dead()',
  'mm/slub.c slab_free() preempt_disable()': '2013 to 2015; today raw_cpu_ptr() without it',
  'mm/slub.c slab_free() preempt_enable()': '2013 to 2015; today raw_cpu_ptr() without it',
  'mm/slub.c slab_free() this_cpu_read(s->cpu_slab->freelist)': '2014, not merged',
  'mm/slub.c slab_free() this_cpu_read(s->cpu_slab->tid)': '2015 to 2021; today READ_ONCE(c->tid)',
  'mm/slub.c slab_mem_offline_callback() kmem_cache_free()': '2019; gone since 666716fd267d (5.12)',
  'mm/slub.c sysfs_slab_remove()': '2019; today sysfs_slab_unlink()',
  'mm/slub.c sysfs_slab_remove_workfn()': '2019; today sysfs_slab_unlink()',
  'mm/slub.c validate_slab_slab()': '2019; today validate_slab(), without slab_lock',
  'mm/swap.c put_page()': '2014 to 2016; today include/linux/mm.h',
  'net/netfilter/nf_conntrack_core.c __nf_conntrack_alloc() atomic_set()':
    '2014; today refcount_set(), to 0',
};

/** What is said of a place that is of an older kernel. */
export function oldPlace(text: string): string | undefined {
  // The longest name is the most exact.
  const names = Object.keys(OLD_PLACES).sort((a, b) => b.length - a.length);
  const found = names.find((name) => text.startsWith(name));
  return found === undefined ? undefined : OLD_PLACES[found];
}
