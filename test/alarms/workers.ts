// Workers of the bot that share one Redis and one clock, with handlers that do as a test says.
import { type AlarmWatch, watchAlarms } from '../../src/alarms/watch.ts'
import type { AlarmQueue, DueAlarm } from '../../src/core/alarm.ts'
import type { OpenStore } from '../redis/store.ts'

export interface Worker extends AlarmWatch {
  /** Ids in the order in which they began to run here. */
  ran: string[]
  /** Codes or names of what went wrong, with the id where it was about one alarm. */
  troubles: string[]
  setAside: string[]
}

export interface WorkerOptions {
  /** What each alarm does; nothing if not said. */
  run?: (alarm: DueAlarm) => Promise<void>
  begin?: () => Promise<void>
  /** Stands before the real queue. */
  queue?: Partial<AlarmQueue>
}

export function aWorker({ alarms, clock }: OpenStore, options: WorkerOptions = {}): Worker {
  const ran: string[] = []
  const troubles: string[] = []
  const setAside: string[] = []
  const watch = watchAlarms({
    queue: { ...alarms, ...options.queue },
    clock,
    async run(alarm) {
      ran.push(alarm.id)
      await options.run?.(alarm)
    },
    begin: options.begin ?? (async () => undefined),
    onTrouble: (error, alarm) => {
      const name = (error as { code?: string }).code ?? (error as Error).name
      troubles.push(alarm ? `${name} at ${alarm.id}` : name)
    },
    onDeadLetter: ({ id }, code) => setAside.push(`${id}: ${code}`),
  })
  return { ...watch, ran, troubles, setAside }
}

/** A promise that a test settles. */
export function gate(): { opened: Promise<void>; open(): void } {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open: () => open() }
}
