// docs/heroku.md, run from top to bottom by a shell, against a stand-in for Heroku; and its words against the code.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readConfig, variables } from '../../src/config.ts'
import { freshClone, mustRun, shellEnvironment } from './platform-build.ts'

const doc = readFileSync(new URL('../../docs/heroku.md', import.meta.url), 'utf8')
const steps = [...doc.matchAll(/^```sh\n([\s\S]+?)^```$/gm)].map(([, script = '']) => script)
const CLI = fileURLToPath(new URL('heroku-cli.mjs', import.meta.url))

interface Ran {
  status: number
  stdout: string
  stderr: string
}
interface App {
  env: Record<string, string>
  formation: Record<string, number>
  releases: Ran[]
  ran: (Ran & { line: string })[]
}

/** `build` is a folder that was installed and built as a platform does it. */
export function testHerokuSteps(build: string): void {
  describe('docs/heroku.md', () => {
    const home = mkdtempSync(join(tmpdir(), 'pat-heroku-'))
    const clone = freshClone()
    let app: App
    const env = () =>
      shellEnvironment({
        PATH: `${home}:${shellEnvironment().PATH}`,
        ...{ FAKE_HEROKU: home, FAKE_BUILD: build },
        ...{
          GIT_AUTHOR_NAME: 'a',
          GIT_AUTHOR_EMAIL: 'a@acme.test',
          GIT_COMMITTER_NAME: 'a',
          GIT_COMMITTER_EMAIL: 'a@acme.test',
        },
      })

    beforeAll(async () => {
      writeFileSync(join(home, 'heroku'), `#!/bin/sh\nexec "${process.execPath}" "${CLI}" "$@"\n`)
      chmodSync(join(home, 'heroku'), 0o755)
      await mustRun(
        'git init --quiet --initial-branch=main && git add . && git commit --quiet -m clone',
        clone.folder,
        env(),
      )
      await mustRun(`set -eu\n${steps.join('\n')}`, clone.folder, env())
      app = JSON.parse(readFileSync(join(home, 'app.json'), 'utf8')) as App
    }, 900_000)
    afterAll(() => {
      clone.remove()
      rmSync(home, { recursive: true, force: true })
    })

    test('sets variables that are read, all that are needed, and none that is wrong', () => {
      expect(Object.keys(app.env).filter((name) => !variables.includes(name))).toEqual([])
      const config = readConfig({ NODE_ENV: 'production', ...app.env })
      expect(config.dremio.auth.method).toBe('oauth')
      expect(config.web.publicUrl).toBe('https://your-app-1234.herokuapp.com')
    })

    test('names no variable that nobody reads', () => {
      const named = [
        ...doc.matchAll(/\b((?:SLACK|DREMIO|REDIS|ENCRYPTION|POLICY|PUBLIC|ALLOWED)_[A-Z_]+|APPROVERS|ADMINS)\b/g),
      ]
      expect([...new Set(named.map(([name]) => name))].filter((name) => !variables.includes(name))).toEqual([])
    })

    test('prints a manifest for the address of the app', () => {
      const manifest = parse(readFileSync(join(clone.folder, 'slack-manifest.yml'), 'utf8'))
      expect(manifest.settings.event_subscriptions.request_url).toBe('https://your-app-1234.herokuapp.com/slack/events')
    })

    test('passes the release phase, with the policy file that was committed', () => {
      expect(app.releases).toMatchObject([{ status: 0, stdout: expect.stringMatching(/Policy +1 rules/) }])
    })

    test('starts a worker as well, which Heroku does not do by itself', () => {
      expect(app.formation).toEqual({ web: 1, worker: 1 })
    })

    test('asks doctor, which finds what is really not there and names it', () => {
      expect(app.ran.map(({ line }) => line)).toEqual(['node dist/main.js doctor'])
      // Nothing of this app exists; the words are those of a doctor that ran.
      expect(app.ran[0]?.stdout).toMatch(/complete: Slack by HTTP, Dremio cloud by oauth/)
      expect(app.ran[0]?.stdout).toMatch(/to mend, /)
    })

    test('tells the truth of a wrong change: its release fails, by name', async () => {
      await expect(mustRun('heroku config:set SLACK_BOT_TOKEN=xapp-1', clone.folder, env())).rejects.toThrow(
        /SLACK_BOT_TOKEN holds an app-level token/,
      )
    })
  })
}
