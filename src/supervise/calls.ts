// Calls from a searching thread to the thread that watches it, which can wait for Redis as a search cannot: the search stands still
// until there is an answer.
//
// What must stay true: an answer is that of its call. A call that was not waited for to its end is answered all the same.

import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Mailbox } from './mailbox.ts';
import { fromWire, toWire, type WireError } from './wire-error.ts';

/** The searching thread's end, as it is sent there. */
export interface CallPort {
  readonly port: MessagePort;
  /** Of the messages that were sent: see mailbox.ts. */
  readonly count: SharedArrayBuffer;
}

interface Asked<Call> {
  /** Absent where no answer is waited for. */
  readonly number?: number;
  readonly call: Call;
}

interface Answered {
  readonly number: number;
  readonly answer?: unknown;
  readonly error?: WireError;
}

export class Caller<Call> {
  readonly #mail: Mailbox<Asked<Call>, Answered>;
  #number = 0;

  constructor({ port, count }: CallPort) {
    this.#mail = new Mailbox(port, count);
  }

  /** The answer; throws what the other thread has thrown. */
  call<Answer>(call: Call): Answer {
    const number = this.#ask(call);
    for (;;) {
      const answered = this.#mail.next();
      if (answered.number === number) return answerIn<Answer>(answered);
    }
  }

  /** The same, with something done now and then; what that throws ends the wait. */
  callWhile<Answer>(call: Call, everyMs: number, act: () => void): Answer {
    const number = this.#ask(call);
    for (;;) {
      const answered = this.#mail.nextWithin(everyMs);
      if (answered?.number === number) return answerIn<Answer>(answered);
      act();
    }
  }

  /** Is not answered; what is asked afterwards comes after it. */
  tell(call: Call): void {
    this.#mail.send({ call });
  }

  #ask(call: Call): number {
    this.#mail.send({ number: ++this.#number, call });
    return this.#number;
  }
}

function answerIn<Answer>({ answer, error }: Answered): Answer {
  if (error) throw fromWire(error);
  return answer as Answer;
}

/** Answers calls, each as soon as it comes. */
export class Answering<Call> {
  /** To be sent to the searching thread. */
  readonly callPort: CallPort;
  readonly #port: MessagePort;

  constructor(answer: (call: Call) => unknown) {
    const { port1, port2 } = new MessageChannel();
    const count = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    this.callPort = { port: port2, count };
    this.#port = port1;
    const mail = new Mailbox<Answered, Asked<Call>>(port1, count);
    port1.on('message', async ({ number, call }: Asked<Call>) => {
      const said = await answered(() => answer(call));
      if (number !== undefined) mail.send({ number, ...said });
    });
  }

  close(): void {
    this.#port.close();
  }
}

async function answered(answer: () => unknown): Promise<Omit<Answered, 'number'>> {
  try {
    return { answer: await answer() };
  } catch (error) {
    return { error: toWire(error) };
  }
}
