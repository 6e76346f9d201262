// The life of Ana's tokens as the demo plays it: one is replaced, one ends, one leaks, one never arrives, and a request lapses.

import { setTimeout as later } from 'node:timers/promises'
import { english } from '../../src/words/words.ts'
import { ana as anaAtAcme } from './acme.ts'
import type { Times } from './demo-policy.ts'
import type { Stage } from './demo-stage.ts'
import type { DemoWorld } from './demo-world.ts'

export async function aRotation(world: DemoWorld, stage: Stage): Promise<void> {
  const { ana, slack, dremio } = world
  await stage.opens(
    'Ana replaces the token',
    'The new one first; the old one works on until she has it, and a grace time longer. That is a day, but two seconds ' +
      'in this demo: the policy file was changed, and the running bot told to read it again (SIGHUP).',
  )
  await now(world, { grace: '2s' })
  stage.does(ana, 'types  /dremio-pat rotate tableau')
  await ana.types('/dremio-pat rotate tableau')
  await ana.waitsFor('The replacement for tableau is approved.')
  await ana.waitsFor('Replaces your current tableau')
  await slack.quiet()
  stage.shows(ana)

  stage.does(
    ana,
    'presses [ Show token ]; she need not sign in again, because this company keeps sessions (DREMIO_OFFLINE)',
  )
  await ana.presses('Show token', { on: 'Replaces your current tableau' })
  await ana.waitsFor('Your Dremio token')
  await ana.waitsFor('The old token keeps working for')
  await slack.quiet()
  stage.shows(ana)
  if ((await living(world)) !== 2) throw new Error('The old token does not work beside the new one')

  stage.does(ana, 'puts the new one into her tool and presses [ I have saved it ]')
  await ana.presses('I have saved it', { on: 'Your Dremio token' })
  await ana.waitsFor('[ Keep longer ]')
  await slack.quiet()
  stage.shows(ana)
  stage.says('Two seconds later:')
  await ana.waitsFor('The old token is revoked.')
  await ana.waitsFor('The old tableau is revoked')
  await slack.quiet()
  stage.shows(ana)
  if ((await living(world)) !== 1) throw new Error('The old token was not cut')
  if (dremio.secrets.length !== 2) throw new Error('Dremio made more tokens than were collected')
}

export async function theEndOfAToken({ ana, slack }: DemoWorld, stage: Stage): Promise<void> {
  await stage.opens('Ana ends the token', 'The board has met.')
  stage.does(ana, 'types  /dremio-pat list')
  await ana.types('/dremio-pat list')
  await ana.waitsFor('You have 1 active token')
  stage.shows(ana)

  stage.does(ana, 'presses [ Revoke ]')
  await ana.presses('Revoke')
  await ana.waitsFor('Revoke this token?')
  stage.shows(ana)

  stage.does(ana, 'presses [ Revoke ] in the form')
  await ana.submits('Revoke')
  await ana.waitsFor('Your token tableau is revoked.')
  await slack.quiet()
  stage.shows(ana)
}

export async function aLeak({ ana, slack, dremio }: DemoWorld, stage: Stage): Promise<void> {
  await stage.opens(
    'A token got out',
    'Months ago Ana made a token in Dremio itself, and today it stands in a chat. She pastes it: its id is read from the ' +
      'value, and the value goes nowhere.',
  )
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
  await stage.opens(
    'A receipt that never came',
    'Ana collects a token and closes her laptop. A token that nobody has is a risk: she is asked after an hour, and a day ' +
      'after the showing it is revoked. Here that takes one second, and three.',
  )
  await now(world, { chaseAfter: '1s', revokeAfter: '3s' })
  stage.does(ana, 'asks for  dashboards 7d , which Bea approves, and presses [ Show token ]')
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
  stage.does(ana, 'closes her laptop')
  ana.reload()
  await ana.waitsFor(english.requestNotices.didYouSaveIt({ label: 'dashboards', when: '' }).split('?')[0] ?? '')
  await slack.quiet()
  stage.shows(ana)
  stage.says('She does not answer:')
  await ana.waitsFor('I revoked dashboards')
  await slack.quiet()
  stage.shows(ana)
  if ((await living(world)) > 0) throw new Error('A token lives that nobody has')
}

export async function aLapse(world: DemoWorld, stage: Stage): Promise<void> {
  const { ana, bea, carl, slack } = world
  await stage.opens(
    'A request that nobody decides',
    'Three days are too long for a demo: a request now lapses after two seconds.',
  )
  await now(world, { lapseAfter: '2s' })
  stage.does(ana, 'types  /dremio-pat create notebook 7d  and sends the form')
  await ana.types('/dremio-pat create notebook 7d')
  await ana.waitsFor((person) => person.form?.submit === 'Request')
  await ana.fills({ Reason: 'To try something out' })
  await ana.submits('Request')
  await ana.waitsFor(english.requests.titles.waiting)
  for (const person of [ana, bea, carl]) person.news()
  stage.says('Nobody looks. Two seconds later every card says so:')
  await ana.waitsFor(english.requests.titles.lapsed)
  await Promise.all([bea, carl].map((approver) => approver.waitsFor(english.reviews.titles.lapsed)))
  await slack.quiet()
  stage.shows(ana)
  stage.shows(carl)
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
