/* Leader election in a ring with the largest number, after Chang and Roberts (1979).
 *
 * Parameter (spin -DN=5): N nodes, each with a channel of N places that its left neighbour fills.
 */
#ifndef N
#define N 5
#endif

chan inbox[N] = [N] of { byte };
byte leaders;

proctype node(byte id; chan in; chan out)
{	byte nr;
	xr in;
	xs out;

	out!(id + 1);
end:	in?nr;
	if
	:: d_step { nr == id + 1 -> leaders++; nr = 0 } goto end
	:: d_step { nr < id + 1 -> nr = 0 } goto end
	:: nr > id + 1
	fi;
	d_step { out!nr; nr = 0 };
	goto end
}

init {
	byte k;
	atomic {
		do
		:: k < N -> run node(k, inbox[k], inbox[(k + 1) % N]); k++
		:: else -> break
		od
	}
}
