// The life of Ana's tokens as the demo plays it: one is replaced, one ends, one leaks, one never arrives, and a request lapses.

import { setTimeout as later } from 'node:timers/promises'
import { english } from '../../src/words/words.ts'
import { ana as anaAtAcme } from './acme.ts'
import { awaited } from './demo-awaited.ts'
import type { Times } from './demo-policy.ts'
import type { Stage } from './demo-stage.ts'
import type { DemoWorld } from './demo-world.ts'

export async function aRotation(world: DemoWorld, stage: Stage): Promise<void> {
  const { ana, slack, dremio } = world
  await stage.opens('Ana replaces the token', 'The old one works on for a day; in this demo for two seconds.')
  await now(world, { grace: '2s' })
  stage.does(ana, 'types  /dremio-pat rotate tableau')
  await ana.types('/dremio-pat rotate tableau')
  await ana.waitsFor(awaited.replacementApproved)
  await ana.waitsFor(awaited.replacement)
  await slack.quiet()
  stage.shows(ana, /only visible/)

  stage.does(ana, 'presses [ Show token ]; this company keeps sessions, so she need not sign in again')
  await ana.presses('Show token', { on: awaited.replacement })
  await ana.waitsFor(awaited.secret)
  await ana.waitsFor(awaited.oldWaits)
  await slack.quiet()
  stage.glances(ana)
  if ((await living(world)) !== 2) throw new Error('The old token does not work beside the new one')

  stage.does(ana, 'puts the new one into her tool and presses [ I have saved it ]')
  await ana.presses('I have saved it', { on: awaited.secret })
  await ana.waitsFor('[ Keep longer ]')
  await slack.quiet()
  stage.shows(ana)
  await ana.waitsFor(awaited.oldIsRevoked)
  await ana.waitsFor(awaited.oldRevoked)
  await slack.quiet()
  stage.shows(ana)
  if ((await living(world)) !== 1) throw new Error('The old token was not cut')
  if (dremio.secrets.length !== 2) throw new Error('Dremio made more tokens than were collected')
}

export async function theEndOfAToken({ ana, slack }: DemoWorld, stage: Stage): Promise<void> {
  await stage.opens('Ana ends one token, and another got out', 'That one she made in Dremio itself, months ago.')
  stage.does(ana, 'types  /dremio-pat revoke tableau')
  await ana.types('/dremio-pat revoke tableau')
  await ana.waitsFor(awaited.revokeIt)
  stage.shows(ana)

  stage.does(ana, 'presses [ Revoke ] in the form')
  await ana.submits('Revoke')
  await ana.waitsFor(awaited.revoked)
  await slack.quiet()
  stage.shows(ana)
}

export async function aLeak({ ana, slack, dremio }: DemoWorld, stage: Stage): Promise<void> {
  const { secret } = dremio.mint(anaAtAcme.uid, { label: 'quick test' })
  stage.does(ana, 'types  /dremio-pat leaked')
  await ana.types('/dremio-pat leaked')
  await ana.waitsFor((person) => person.form?.submit === 'Revoke it')
  stage.shows(ana)

  stage.does(ana, 'pastes what is no token, and presses [ Revoke it ]')
  await ana.fills({ Token: 'hunter2' })
  await ana.submits('Revoke it')
  stage.shows(ana)

  stage.does(ana, 'pastes the token, and presses [ Revoke it ]')
  await ana.fills({ Token: secret })
  await ana.submits('Revoke it')
  await ana.waitsFor('quick test')
  await slack.quiet()
  stage.shows(ana)
  if (dremio.tokensOf(anaAtAcme.uid).length > 0) throw new Error('The leaked token lives')
}

export async function aReceiptThatNeverCame(world: DemoWorld, stage: Stage): Promise<void> {
  const { ana, bea, slack } = world
  await stage.opens('What nobody answers ends by itself', 'After a day, or three. Here that takes a few seconds.')
  await now(world, { chaseAfter: '1s', revokeAfter: '2s' })
  stage.does(ana, 'gets the token  dashboards  the same way, and closes her laptop')
  await ana.types('/dremio-pat create dashboards 7d')
  await ana.waitsFor((person) => person.form?.submit === 'Request')
  await ana.fills({ Reason: 'A new dashboard' })
  await ana.submits('Request')
  await bea.waitsFor('[ Approve ]')
  await bea.presses('Approve')
  const approved = `${english.requests.titles.approved}\ndashboards`
  await ana.waitsFor(approved)
  await ana.presses('Show token', { on: approved })
  await ana.waitsFor(`${english.requests.titles.claimed}\ndashboards`)
  await slack.quiet()
  ana.news()
  bea.news()
  ana.reload()
  await ana.waitsFor(awaited.didYouSaveIt)
  await slack.quiet()
  stage.shows(ana)
  await ana.waitsFor(awaited.revokedUnconfirmed)
  await slack.quiet()
  stage.shows(ana)
  if ((await living(world)) > 0) throw new Error('A token lives that nobody has')
}

export async function aLapse(world: DemoWorld, stage: Stage): Promise<void> {
  const { ana, bea, carl, slack } = world
  await now(world, { lapseAfter: '1s' })
  stage.does(ana, 'asks for  notebook 7d , and nobody looks')
  await ana.types('/dremio-pat create notebook 7d')
  await ana.waitsFor((person) => person.form?.submit === 'Request')
  await ana.fills({ Reason: 'To try something out' })
  await ana.submits('Request')
  await ana.waitsFor(english.requests.titles.waiting)
  for (const person of [ana, bea, carl]) person.news()
  await ana.waitsFor(english.requests.titles.lapsed)
  await Promise.all([bea, carl].map((approver) => approver.waitsFor(english.reviews.titles.lapsed)))
  await slack.quiet()
  stage.shows(ana)
  stage.glances(carl)
}

/** The policy file says these times from now on, and the bot has read that. */
async function now({ bot, policy }: DemoWorld, times: Partial<Times>): Promise<void> {
  const words = 'the policy was read again'
  const readings = () => bot.logs.filter((line) => line.includes(words)).length
  const before = readings()
  policy.says(times)
  bot.process.kill('SIGHUP')
  for (let looks = 0; readings() === before; looks += 1) {
    if (looks === 200) throw new Error(`The bot did not log “${words}”`)
    await later(20)
  }
}

/** How many tokens of Ana's work at Dremio. */
async function living({ dremio }: DemoWorld): Promise<number> {
  return dremio.tokensOf(anaAtAcme.uid).length
}
