-- zonelist: one hotplug writer rebuilds a NULL-terminated zone list in place
-- while A allocator tasks scan it without a lock.  Same steps, same initial
-- state and same dead-variable resets as promela/zonelist.pml: one rule firing
-- is one d_step there, so states and rules fired agree exactly.
--
-- Rumur has no -D: bench/rumur.ts sets the constants.
const
  Z: 3;     -- zones 0..Z-1; zone Z-1 is the hot-pluggable one
  P: 1;     -- pages per zone
  A: 4;     -- allocator tasks
  DESC: 0;  -- 1: the list holds the online zones in descending order

type
  task_t:  scalarset(A);
  zone_t:  0..Z-1;
  slot_t:  0..Z;
  entry_t: 0..Z;                        -- a zone, or Z for NULL
  tpc_t:   enum { rd, tr, oom, got };   -- read, try, oom, got
  wpc_t:   enum { rebuild, toggle };

var
  list: array[slot_t] of entry_t;
  free: array[zone_t] of 0..P;
  held: 0..P;                           -- pages of zone Z-1 that are allocated
  on:   boolean;                        -- is zone Z-1 online?
  pc:   array[task_t] of tpc_t;
  i:    array[task_t] of slot_t;        -- live at rd and tr, else 0
  z:    array[task_t] of zone_t;        -- live at tr and got, else 0
  wpc:  wpc_t;
  wi:   slot_t;

-- number of zones online
function non(): slot_t;
begin
  if on then return Z; else return Z - 1; end;
end;

startstate "boot"
begin
  for s: slot_t do list[s] := Z; end;
  for k: zone_t do free[k] := P; end;
  held := 0;
  on := true;
  for t: task_t do pc[t] := rd; i[t] := 0; z[t] := 0; end;
  wpc := rebuild;
  wi := 0;
end;

ruleset t: task_t do
  rule "read"
    pc[t] = rd & list[i[t]] != Z
  ==>
    z[t] := list[i[t]];
    pc[t] := tr;
  end;

  rule "read NULL"
    pc[t] = rd & list[i[t]] = Z
  ==>
    i[t] := 0;
    pc[t] := oom;
  end;

  rule "try: take"
    pc[t] = tr & free[z[t]] > 0
  ==>
    free[z[t]] := free[z[t]] - 1;
    if z[t] = Z - 1 then held := held + 1; end;
    i[t] := 0;
    pc[t] := got;
  end;

  rule "try: next"
    pc[t] = tr & free[z[t]] = 0
  ==>
    i[t] := i[t] + 1;
    z[t] := 0;
    pc[t] := rd;
  end;

  rule "oom"
    pc[t] = oom
  ==>
    pc[t] := rd;
  end;

  rule "give back"
    pc[t] = got
  ==>
    if z[t] = Z - 1 then
      held := held - 1;
      if on then free[z[t]] := free[z[t]] + 1; end;
    else
      free[z[t]] := free[z[t]] + 1;
    end;
    z[t] := 0;
    pc[t] := rd;
  end;
end;

rule "write slot"
  wpc = rebuild & wi < non()
==>
  if DESC = 1 then list[wi] := non() - 1 - wi; else list[wi] := wi; end;
  wi := wi + 1;
end;

rule "write NULL"
  wpc = rebuild & wi = non()
==>
  list[wi] := Z;
  wi := 0;
  wpc := toggle;
end;

rule "offline"
  wpc = toggle & on
==>
  on := false;
  free[Z-1] := 0;
  wpc := rebuild;
end;

rule "online"
  wpc = toggle & !on
==>
  on := true;
  free[Z-1] := P - held;
  wpc := rebuild;
end;
