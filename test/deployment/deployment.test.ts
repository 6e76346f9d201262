// An install as a platform makes it, once: every step of docs/heroku.md and every written command is run in it.
import { afterAll, beforeAll } from 'vitest'
import { testWrittenCommands } from './command-checks.ts'
import { testHerokuSteps } from './heroku-steps.ts'
import { buildAsPlatform, freshClone } from './platform-build.ts'

const clone = freshClone()
beforeAll(() => buildAsPlatform(clone.folder), 600_000)
afterAll(() => clone.remove())

testHerokuSteps(clone.folder)
testWrittenCommands(clone.folder)
