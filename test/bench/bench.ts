// What every benchmark is handed: the simulators in their own process, one Redis, and ways to start bots and bare apps.
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../world/free-port.ts'
import { type RunningRedis, startRedis } from '../world/redis.ts'
import { type AppProcess, startApp } from './app-process.ts'
import { type Simulators, startSimulators } from './simulators.ts'

export interface Bench {
  simulators: Simulators
  redis: RunningRedis
  signingSecret: string
  /** The built bot with web and worker in one process, as `npm start` runs it. */
  startBot(): Promise<AppProcess>
  startBareApp(): Promise<AppProcess>
  /** The built bot as the `Procfile` has it: one process for each part, with this environment. */
  startPart(part: 'web' | 'worker', environment: Readonly<Record<string, string>>): Promise<AppProcess>
  /** For files of one run; it's removed in the end. */
  folder: string
  stop(): Promise<void>
}

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const bareApp = fileURLToPath(new URL('bare-app.ts', import.meta.url))

export async function openBench(): Promise<Bench> {
  const [redis, simulators] = await Promise.all([startRedis(), startSimulators()])
  const folder = mkdtempSync(join(tmpdir(), 'pat-bench-'))
  const environment = await simulators.ask('environment', {})
  const signingSecret = environment.SLACK_SIGNING_SECRET ?? ''
  const running = new Set<AppProcess>()

  async function start(name: string, words: string[], env: Readonly<Record<string, string>>): Promise<AppProcess> {
    const app = await startApp({
      words,
      port: await freePort(),
      env,
      probe: '/readyz',
      log: join(folder, `${name}.log`),
    })
    const stop = async () => {
      running.delete(app)
      await app.stop()
    }
    const stoppable = { ...app, stop }
    running.add(stoppable)
    return stoppable
  }

  return {
    simulators,
    redis,
    signingSecret,
    startBot: () =>
      start('bot', [main], {
        ...environment,
        REDIS_URL: redis.url,
        REDIS_PREFIX: redis.prefix,
        NODE_ENV: 'production',
      }),
    startBareApp: () =>
      start('bare', ['--import', 'tsx', bareApp], { SLACK_SIGNING_SECRET: signingSecret, NODE_ENV: 'production' }),
    startPart: (part, env) => start(part, [main, part], { NODE_ENV: 'production', ...env }),
    folder,
    async stop() {
      await Promise.all([...running].map((app) => app.stop()))
      simulators.stop()
      await redis.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
