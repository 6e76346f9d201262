// For bot admins: reminders and deadlines that run late.
import { duration } from './grammar.ts'

export const alarms = {
  /** `lateBy` is in milliseconds. */
  late: ({ lateBy, hasWorker }: { lateBy: number; hasWorker: boolean }) =>
    `Reminders and deadlines are running ${duration(lateBy)} late: ${hasWorker ? 'the bot’s worker can’t keep up' : 'the bot’s worker isn’t running'}.`,
  startWorker:
    'Start it: `node dist/main.js worker`, or `heroku ps:scale worker=1` on Heroku. Until then I’ll catch up from the web process.',
  addWorker:
    'Check its log, and start one more: `node dist/main.js worker`, or `heroku ps:scale worker=2` on Heroku. Until then I’ll catch up from the web process.',
}
