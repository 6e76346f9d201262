// The policy file: read to exactly its values, everything wrong at its place, taken up again while the bot runs.

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { builtInPolicy, type Policy, type PolicyPlace } from '../src/core/policy/evaluate.ts'
import { DAY, HOUR, MINUTE } from '../src/core/time/duration.ts'
import { openPolicy, PolicyFileError, readPolicy } from '../src/policy-file.ts'
import { policyJsonSchema } from '../src/policy-schema.ts'
import { english } from '../src/words/words.ts'
import { NO_ENV_FILE } from './world/bot-process.ts'
import { startWorld, type World } from './world/world.ts'

const place: PolicyPlace = { edition: 'cloud', approvers: ['UBEA', 'S0DATA'] }

/** As the contract shows it, comments included. */
const example = String.raw`
version: 1
lifetime: { default: 30d, min: 1h, max: 90d, choices: [1d, 7d, 30d, 90d] }   # max never above Dremio's 180d; min 1d on Software
tokens: { maxActive: 5 }
label: { pattern: '^[\p{L}\p{N} ._-]{3,60}$' }
reason: { required: true }            # pattern: '\b[A-Z]+-\d+\b' would ask for a ticket
request: { lapseAfter: 3d, claimWithin: 3d, nudgeAfter: [4h, 1d], escalateAfter: 1d }
receipt: { chaseAfter: 1h, revokeAfter: 1d }
rotation: { grace: 1d }
rules:                                # first match decides; no match is a refusal
  - name: short tokens are self-service
    when: { lifetimeUpTo: 7d }
    then: approve
  - name: contractors do not get tokens
    when: { inGroup: S0CONTRACT }
    then: deny
    because: Contractors use OAuth.
  - name: everybody else asks their manager
    when: { lifetimeUpTo: 90d }
    then: review
    approvers: [manager]              # manager | user:U… | group:S…
    fallback: [group:S0DATA]
    quorum: 1
managers: { map: { U1: U2 }, field: Manager }   # the map first; the Slack profile field only if protected or from SCIM
reminders: { before: [14d, 7d, 1d], at: '09:00', days: weekdays, digestFrom: 3, escalateAfterIgnored: 3 }   # at: any, days: all
`

function policyOf(text: string, where = place): Policy {
  const read = readPolicy(text, where)
  if ('policy' in read) return read.policy
  throw new Error(JSON.stringify(read.problems))
}

function problemsOf(text: string, where = place): string[] {
  const read = readPolicy(text, where)
  return 'policy' in read ? [] : read.problems.map((at) => `${at.line}:${at.column} ${at.path} ${at.message}`)
}

describe('the contract’s example', () => {
  const settings = {
    lifetime: { default: 30 * DAY, min: HOUR, max: 90 * DAY, choices: [DAY, 7 * DAY, 30 * DAY, 90 * DAY] },
    tokens: { maxActive: 5 },
    label: {
      pattern: String.raw`^[\p{L}\p{N} ._-]{3,60}$`,
      form: 'usual',
    },
    reason: { required: true },
    request: {
      lapseAfter: 3 * DAY,
      claimWithin: 3 * DAY,
      remindClaimAfter: DAY,
      nudgeAfter: [4 * HOUR, DAY],
      nudgeHours: { from: 8 * 60, to: 18 * 60 },
      nudgeDays: ['mon', 'tue', 'wed', 'thu', 'fri'],
      escalateAfter: DAY,
    },
    receipt: { chaseAfter: HOUR, revokeAfter: DAY, returns: 3 },
    rotation: { grace: DAY, atMost: 7 * DAY },
    reminders: {
      before: [14 * DAY, 7 * DAY, DAY],
      at: 9 * 60,
      days: ['mon', 'tue', 'wed', 'thu', 'fri'],
      digestFrom: 3,
      escalateAfterIgnored: 3,
    },
  }

  test('is read to exactly its values', () => {
    expect(policyOf(example)).toEqual({
      version: expect.stringMatching(/^[0-9a-f]{12}$/),
      ...settings,
      rules: [
        { name: 'short tokens are self-service', when: { lifetimeUpTo: 7 * DAY }, then: 'approve' },
        {
          name: 'contractors do not get tokens',
          when: { inGroup: ['S0CONTRACT'] },
          then: 'deny',
          because: 'Contractors use OAuth.',
        },
        {
          name: 'everybody else asks their manager',
          when: { lifetimeUpTo: 90 * DAY },
          then: 'review',
          approvers: ['manager'],
          fallback: ['group:S0DATA'],
          quorum: { people: 1, differentGroups: false },
        },
      ],
      managers: { map: { U1: 'U2' }, field: 'Manager' },
    })
  })

  test('holds the default of everything but the rules and the map of managers', () => {
    const builtIn = { ...settings, version: 'built-in', managers: { map: {}, field: 'Manager' } }
    expect(builtInPolicy(place.approvers, 'cloud')).toMatchObject(builtIn)
    expect(policyOf('version: 1')).toMatchObject({ ...builtIn, version: expect.any(String) })
    expect(policyOf('version: 1').rules).toEqual(builtInPolicy(place.approvers, 'cloud').rules)
  })
})

describe('what is not written', () => {
  test('follows what is', () => {
    expect(policyOf('lifetime: { max: 14d }').lifetime).toEqual({
      default: 14 * DAY,
      min: HOUR,
      max: 14 * DAY,
      choices: [DAY, 7 * DAY],
    })
    expect(policyOf('lifetime: { min: 60d }').lifetime).toMatchObject({ default: 60 * DAY, choices: [90 * DAY] })
    expect(policyOf('{}', { ...place, edition: 'software' }).lifetime.min).toBe(DAY)
  })

  test('is silent in the contract where a pattern wants words, somebody is away, or a channel wants a card', () => {
    const policy = policyOf(`
reason: { pattern: '\\d', hint: a ticket }
request: { skipAway: 15m }
rules:
  - { name: two of us, then: review, approvers: [group:S1, group:S2], quorum: { people: 2, differentGroups: true }, channel: C1 }
  - name: contractors
    when: { inGroup: S0CONTRACT }
    then: deny
    because: >
      Contractors
      use OAuth.
  - { name: at night, when: { hours: 22:00-06:00, days: [sat, sun], user: [U1, W2], rotation: false }, then: approve }
reminders: { at: any, days: all }
`)
    expect(policy.reason).toEqual({ required: true, pattern: '\\d', hint: 'a ticket' })
    expect(policy.request.skipAway).toBe(15 * MINUTE)
    expect(policy.rules[0]).toMatchObject({ quorum: { people: 2, differentGroups: true }, channel: 'C1' })
    expect(policy.rules[1]).toMatchObject({ because: 'Contractors use OAuth.' })
    expect(policy.rules[2]?.when).toEqual({
      hours: { from: 22 * 60, to: 6 * 60 },
      days: ['sat', 'sun'],
      user: ['U1', 'W2'],
      rotation: false,
    })
    expect(policy.reminders).toMatchObject({ at: 'any', days: { length: 7 } })
  })
})

/** A rule of one line, as line 2 of a file. */
const rule = (rest: string) => `rules:\n  - { name: it, ${rest} }`

describe('timeZone', () => {
  test.each(['Europe/Berlin', 'UTC', 'America/Argentina/Buenos_Aires', 'Asia/Kolkata', 'US/Pacific', 'europe/berlin'])(
    'may be %s',
    (zone) => {
      expect(policyOf(`timeZone: ${zone}`).timeZone).toBe(zone)
    },
  )

  test('is nobody’s where it is not written', () => {
    expect(policyOf('version: 1')).not.toHaveProperty('timeZone')
  })
})

describe('a file that is wrong says where and what:', () => {
  test.each<[what: string, text: string, problems: (string | RegExp)[]]>([
    ['nothing at all', '', ['1:1  the file is empty']],
    ['only comments', '# rules:\n', ['1:1  the file is empty']],
    ['no map', 'rules', ['1:1  must be a map of keys and values']],
    ['a bracket that is not closed', 'tokens: { maxActive: 5', [/^1:\d+ {2}.*not closed/]],
    ['a quote that is not closed', "label: { pattern: '^a", [/^1:\d+ {2}something is not closed/]],
    ['a tab', 'tokens:\n\tmaxActive: 5', [/^2:1 {2}tabs cannot indent/]],
    ['indentation', 'tokens:\n    maxActive: 5\n  other: 1', [/^3:/]],
    ['a key twice', 'version: 1\ntokens: {}\nversion: 1', ['3:1  this key is there twice']],
    ['an alias to nowhere', 'tokens: *five', ['1:9  an alias (*) has no anchor (&) before it']],
    ['a tag', 'tokens: !five {}', ['1:9  tags (!) are not known here']],
    ['two documents', 'version: 1\n---\nversion: 1', ['2:1  there must be one document only']],
    ['another version', 'version: 2', ['1:10 version must be 1']],
    [
      'an unknown key',
      'version: 1\nowner: me',
      [/^2:1 owner is not known; known here: version, lifetime, .*reminders, timeZone$/],
    ],
    ['a mistyped key', 'lifetime:\n  defualt: 7d', ['2:3 lifetime.defualt is not known; do you mean default?']],
    [
      'a key in other capitals',
      'tokens: { maxactive: 5 }',
      ['1:11 tokens.maxactive is not known; do you mean maxActive?'],
    ],
    [
      'a mistyped condition',
      rule('when: { inGrup: S1 }, then: approve'),
      ['2:25 rules[0].when.inGrup is not known; do you mean inGroup?'],
    ],
    ['an empty section', 'tokens:\n# maxActive: 5\n', [/^1:\d+ tokens is empty/]],
    ['a duration without a unit', 'lifetime: { max: 30 }', [/^1:18 lifetime.max must be a duration such as 30s/]],
    ['a duration in words', 'receipt: { chaseAfter: 1 hour }', [/^1:24 receipt.chaseAfter must be a duration/]],
    ['no duration', 'rotation: { grace: 0d }', [/^1:20 rotation.grace must be a duration/]],
    ['for ever', 'request: { lapseAfter: 99999mo }', [/^1:24 request.lapseAfter must not be longer/]],
    [
      'a duration in a list',
      'request:\n  nudgeAfter:\n    - 4h\n    - soon',
      [/^4:7 request.nudgeAfter\[1\] must be a duration/],
    ],
    ['a maximum above Dremio’s', 'lifetime: { max: 181d }', [/^1:18 lifetime.max must not be above 180 days/]],
    ['nothing between', 'lifetime: { min: 7d, max: 1d }', [/^1:18 lifetime.min leaves nothing/]],
    [
      'a default outside',
      'lifetime: { max: 7d, default: 8d }',
      [/^1:31 lifetime.default must lie between 1 hour and 7 days/],
    ],
    ['a choice outside', 'lifetime: { max: 7d, choices: [1d, 8d] }', [/^1:36 lifetime.choices\[1\] must lie between/]],
    ['choices out of order', 'lifetime: { choices: [7d, 1d] }', [/^1:27 lifetime.choices\[1\] must be longer/]],
    ['a choice twice', 'lifetime: { choices: [7d, 1w] }', [/^1:27 lifetime.choices\[1\] must be longer/]],
    ['no choice', 'lifetime: { choices: [] }', ['1:22 lifetime.choices must not be empty']],
    ['a number in quotes', "tokens: { maxActive: '5' }", ['1:22 tokens.maxActive must be a whole number']],
    ['half a token', 'tokens: { maxActive: 1.5 }', ['1:22 tokens.maxActive must be a whole number']],
    ['no tokens', 'tokens: { maxActive: 0 }', ['1:22 tokens.maxActive must be at least 1']],
    ['yes for true', 'reason: { required: yes }', ['1:21 reason.required must be true or false']],
    ['no pattern', "label: { pattern: '[a-' }", [/^1:19 label.pattern must be a regular expression/]],
    [
      'a pattern for other flags',
      String.raw`label: { pattern: '\p{Letters}' }`,
      [/^1:19 label.pattern must be a regular/],
    ],
    [
      'a pattern that is too long',
      `label: { pattern: ${'a'.repeat(501)} }`,
      ['1:19 label.pattern must be at most 500 characters'],
    ],
    [
      'a pattern that looks ahead, for labels',
      `label: { pattern: '^(?!prod).+$' }`,
      [/^1:19 label.pattern looks ahead, behind or back/],
    ],
    [
      'a pattern that looks back, for reasons',
      String.raw`reason: { pattern: '(\w)\1' }`,
      [/^1:20 reason.pattern looks ahead, behind or back/],
    ],
    [
      'a pattern that looks behind, in a rule',
      rule("when: { label: '(?<=a)b' }, then: approve"),
      [/^2:32 rules\[0\].when.label looks ahead, behind or back/],
    ],
    ['no rules', 'rules: []', ['1:8 rules must hold at least one rule: without any, every request is refused']],
    ['rules that are no list', 'rules: { name: it }', ['1:8 rules must be a list']],
    ['a rule that is no map', 'rules:\n  - approve', ['2:5 rules[0] must be a map of keys and values']],
    ['a rule without a verdict', 'rules:\n  - name: it', ['2:5 rules[0].then must be approve, review or deny']],
    ['an unknown verdict', rule('then: aprove'), ['2:23 rules[0].then must be approve, review or deny']],
    ['a rule without a name', 'rules:\n  - then: approve', ['2:5 rules[0].name is missing']],
    ['a blank name', "rules:\n  - { name: ' ', then: approve }", ['2:13 rules[0].name must not be empty']],
    ['a name of two lines', 'rules:\n  - { name: "a\\nb", then: approve }', ['2:13 rules[0].name must be on one line']],
    [
      'a name of the bot’s',
      'rules:\n  - { name: no rule matches, then: approve }',
      [/^2:13 rules\[0\].name must not be one of the names/],
    ],
    [
      'a name twice',
      `${rule('then: approve')}\n  - { name: it, then: approve }`,
      ['3:13 rules[1].name must not be the name of another rule as well'],
    ],
    ['a denial without words', rule('then: deny'), ['2:5 rules[0].because is missing']],
    ['a review by nobody', rule('then: review'), ['2:5 rules[0].approvers is missing']],
    ['a review by an empty list', rule('then: review, approvers: []'), ['2:42 rules[0].approvers must not be empty']],
    [
      'an approver without a kind',
      rule('then: review, approvers: [UBEA]'),
      ['2:43 rules[0].approvers[0] must be manager, user:U… or group:S…'],
    ],
    [
      'approvers of an approval',
      rule('then: approve, approvers: [manager]'),
      [/^2:32 rules\[0\].approvers is not known; known here: name, when, then/],
    ],
    [
      'a quorum of none',
      rule('then: review, approvers: [group:S1], quorum: 0'),
      [/^2:\d+ rules\[0\].quorum must be at least 1/],
    ],
    [
      'more than there are',
      rule('then: review, approvers: [manager], quorum: 2'),
      [/^2:\d+ rules\[0\].quorum must not be more/],
    ],
    [
      'more groups than there are',
      rule('then: review, approvers: [group:S1], quorum: { people: 2, differentGroups: true }'),
      [/^2:\d+ rules\[0\].quorum must not be more/],
    ],
    [
      'a quorum of another kind',
      rule('then: review, approvers: [group:S1], quorum: all'),
      [/^2:\d+ rules\[0\].quorum must be a number of people/],
    ],
    [
      'a channel’s name',
      rule("then: review, approvers: [manager], channel: '#ask'"),
      [/^2:\d+ rules\[0\].channel must be a Slack channel id/],
    ],
    [
      'a group’s name',
      rule('when: { inGroup: contractors }, then: approve'),
      [/^2:34 rules\[0\].when.inGroup must be a Slack user group id/],
    ],
    [
      'an empty list of users',
      rule('when: { user: [] }, then: approve'),
      ['2:31 rules[0].when.user must not be empty'],
    ],
    ['hours', rule("when: { hours: '8-18' }, then: approve"), [/^2:32 rules\[0\].when.hours must be two times of day/]],
    [
      'hours of no length',
      rule("when: { hours: '08:00-08:00' }, then: approve"),
      [/^2:32 rules\[0\].when.hours must not begin and end/],
    ],
    [
      'a day’s full name',
      rule('when: { days: [monday] }, then: approve'),
      [/^2:31 rules\[0\].when.days must be weekdays, all, or a list of mon/],
    ],
    ['a manager’s name', 'managers: { map: { U1: bea } }', ['1:24 managers.map.U1 must be a Slack user id (U…)']],
    [
      'a name that has a manager',
      'managers: { map: { ana: U1 } }',
      ['1:20 managers.map.ana must be a Slack user id (U…)'],
    ],
    [
      'a mistyped zone',
      'timeZone: Europe/Berln',
      ['1:11 timeZone must be a time zone that Node knows; do you mean Europe/Berlin?'],
    ],
    [
      'a city alone',
      'timeZone: New York',
      ['1:11 timeZone must be a time zone that Node knows; do you mean America/New_York?'],
    ],
    [
      'a zone of another planet',
      'timeZone: Mars/Olympus_Mons',
      ['1:11 timeZone must be a time zone that Node knows, such as Europe/Berlin'],
    ],
    [
      'an offset, which knows no summer time',
      "timeZone: '+01:00'",
      ['1:11 timeZone must be a time zone that Node knows, such as Europe/Berlin'],
    ],
    [
      'a zone that is a number',
      'timeZone: 2',
      ['1:11 timeZone must be a time zone that Node knows, such as Europe/Berlin'],
    ],
    ['an empty zone', "timeZone: ''", ['1:11 timeZone must be a time zone that Node knows, such as Europe/Berlin']],
    [
      'a zone on a rule',
      rule("when: { hours: '08:00-18:00', timeZone: UTC }, then: approve"),
      [/rules\[0\].when.timeZone is not known/],
    ],
    ['a time of day', 'reminders: { at: 9am }', ['1:18 reminders.at must be a time of day such as 09:00, or any']],
  ])('%s', (_what, text, problems) => {
    expect(problemsOf(text)).toEqual(
      problems.map((one) => (typeof one === 'string' ? one : expect.stringMatching(one))),
    )
  })

  test('on Software less than a day', () => {
    const software = { ...place, edition: 'software' as const }
    expect(problemsOf('lifetime: { min: 1h }', software)).toEqual([
      '1:18 lifetime.min must be at least 1 day on Dremio Software',
    ])
    expect(problemsOf('lifetime: { choices: [12h, 1d] }', software)).toHaveLength(1)
  })

  test('all at once, in the order of the lines', () => {
    const problems = problemsOf(`
tokens: { maxActive: none }
rules:
  - name: one
    when: { lifetimeUpTo: long, ingroup: S1 }
    then: approve
  - then: deny
  - name: one
    then: maybe
lifetime: { max: 200d, default: 300d }
`)
    expect(problems.map((problem) => problem.split(' ').slice(0, 2).join(' '))).toEqual([
      '2:22 tokens.maxActive',
      '5:27 rules[0].when.lifetimeUpTo',
      '5:33 rules[0].when.ingroup',
      '7:5 rules[1].name',
      '7:5 rules[1].because',
      '8:11 rules[2].name',
      '9:11 rules[2].then',
      '10:18 lifetime.max',
      '10:33 lifetime.default',
    ])
  })

  test('never with what stands in it, which may be the wrong file', () => {
    const secret = 'xoxb-1234567890-canary'
    for (const text of [
      `SLACK_BOT_TOKEN=${secret}\nPORT=3000\n`,
      `SLACK_BOT_TOKEN=${secret}: ''`,
      `${secret}-${'x'.repeat(40)}: 1`,
      `version: ${secret}`,
      `label: { pattern: '(${secret}' }`,
      `tokens: *${secret}`,
      `tokens: !${secret} {}`,
      `"${secret} \n a: b: c`,
      rule(`then: ${secret}`),
      rule(`then: review, approvers: [${secret}], quorum: ${secret}`),
    ]) {
      expect(problemsOf(text).length).toBeGreaterThan(0)
      expect(problemsOf(text).join('\n')).not.toContain('canary')
    }
  })

  test('also where aliases lead round in circles, or to more than fits', () => {
    expect(problemsOf('tokens: &a [*a]')).toHaveLength(1)
    const ten = (of: string) => `[${Array.from({ length: 10 }, () => of).join(', ')}]`
    expect(problemsOf(`a: &a ${ten('x')}\nb: &b ${ten('*a')}\nc: &c ${ten('*b')}\nd: ${ten('*c')}`)).toEqual([
      '1:1  aliases unfold to far too much',
    ])
  })

  test('and what an alias stands for is shown at every place where it is used', () => {
    expect(problemsOf('rotation: { grace: &often soon }\nreceipt: { chaseAfter: *often }')).toEqual([
      expect.stringMatching(/^1:27 rotation.grace/),
      expect.stringMatching(/^2:24 receipt.chaseAfter/),
    ])
  })
})

describe('the version', () => {
  const version = (text: string) => policyOf(text).version

  test('is the same whatever the comments, the spaces, the quotes and the order of the keys are', () => {
    const text = 'tokens: { maxActive: 3 }\nlifetime:\n  max: 7d\n  min: 1d\n'
    for (const same of [
      '# ours\ntokens: { maxActive: 3 } # few\n\nlifetime: { max: 7d, min: 1d }',
      'lifetime: { min: "1d", max: \'7d\' }\ntokens:\n    maxActive: 3',
      '{ "tokens": { "maxActive": 3 }, "lifetime": { "max": "7d", "min": "1d" } }',
      text.replaceAll('\n', '\r\n'),
    ]) {
      expect(version(same)).toBe(version(text))
    }
  })

  test('is another one for every other content', () => {
    const texts = [
      'version: 1',
      'tokens: { maxActive: 3 }',
      'tokens: { maxActive: 4 }',
      rule('then: approve'),
      rule("then: deny, because: 'No.'"),
      `${rule('then: approve')}\n  - { name: other, then: approve }`,
      'rules:\n  - { name: other, then: approve }\n  - { name: it, then: approve }',
    ]
    expect(new Set(texts.map(version)).size).toBe(texts.length)
  })
})

describe('the JSON Schema', () => {
  type Json = {
    properties?: Record<string, Json>
    description?: string
    additionalProperties?: unknown
    items?: Json
    oneOf?: Json[]
  }
  const json = policyJsonSchema() as Json
  const accepts = (value: unknown) => z.fromJSONSchema(json as never).safeParse(value).success

  test('takes the contract’s example', () => {
    expect(accepts(parse(example))).toBe(true)
    expect(accepts({})).toBe(true)
  })

  test.each([
    'owner: me',
    'lifetime: { max: 30 }',
    'tokens: { maxActive: 0 }',
    rule('then: aprove'),
    rule('then: deny'),
    rule('then: review'),
    rule('when: { inGrup: S1 }, then: approve'),
    'rules: []',
  ])('does not take %j', (text) => {
    expect(accepts(parse(text))).toBe(false)
    expect(problemsOf(text)).not.toEqual([])
  })

  test('explains every setting and knows no others', () => {
    const sections = Object.entries(json.properties ?? {})
    expect(sections.map(([name]) => name)).toEqual([...Object.keys(parse(example) as object), 'timeZone'])
    const silent = sections.flatMap(([name, { properties = {} }]) =>
      Object.entries(properties).flatMap(([key, { description }]) => (description ? [] : [`${name}.${key}`])),
    )
    expect(silent).toEqual([])
    expect(json.properties?.timeZone?.description).toContain('hours and days')
    for (const [, section] of sections) if (section.properties) expect(section.additionalProperties).toBe(false)
    const conditions = json.properties?.rules?.items?.oneOf?.map((one) =>
      Object.entries(one.properties?.when?.properties ?? {}),
    )
    expect(conditions).toHaveLength(3)
    for (const one of conditions ?? []) {
      expect(one).toHaveLength(10)
      for (const [, { description }] of one) expect(description).toBeTruthy()
    }
  })

  test('shows defaults as they are written', () => {
    expect(json.properties?.request?.properties?.lapseAfter).toMatchObject({ default: '3d', type: 'string' })
    expect(json.properties?.reminders?.properties?.at).toMatchObject({ default: '09:00' })
  })
})

const folder = mkdtempSync(join(tmpdir(), 'policy-file-'))
afterAll(() => rmSync(folder, { recursive: true }))
const fileWith = (text: string, name = 'policy.yml') => {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

describe('an open policy', () => {
  const config = { approvers: ['UBEA'], dremio: { edition: 'cloud' as const } }

  test('is the built-in one without a file', () => {
    const policy = openPolicy({ ...config, policyFile: undefined })
    expect(policy.now()).toEqual(builtInPolicy(['UBEA'], 'cloud'))
    expect(policy.reload()).toEqual(builtInPolicy(['UBEA'], 'cloud'))
  })

  test('is read again when it is asked to, and stays as it was while the file is wrong or gone', () => {
    const file = fileWith('tokens: { maxActive: 1 }')
    const policy = openPolicy({ ...config, policyFile: file })
    const first = policy.now()
    expect(first.tokens.maxActive).toBe(1)
    fileWith('tokens: { maxActive: two }')
    expect(policy.now()).toBe(first)
    expect(policy.reload).toThrow(PolicyFileError)
    expect(policy.reload).toThrow('line 1, column 22: tokens.maxActive must be a whole number')
    fileWith('')
    expect(policy.reload).toThrow('the file is empty')
    rmSync(file)
    expect(policy.reload).toThrow('it cannot be read (ENOENT)')
    expect(policy.now()).toBe(first)
    fileWith('tokens: { maxActive: 2 }')
    expect(policy.reload().tokens.maxActive).toBe(2)
    expect(policy.now().version).not.toBe(first.version)
  })
})

describe('a bot with a policy file', () => {
  let world: World
  afterEach(() => world.close())

  const asksFor = async (lifetime: string) => {
    const { ana } = world
    await ana.types('/dremio-pat create tableau 7d')
    await ana.waitsFor((person) => person.form?.submit === 'Request')
    await ana.fills({ Lifetime: lifetime, Reason: 'Dashboards' })
    await ana.submits('Request')
  }
  const begin = async (options: Parameters<typeof startWorld>[0] = {}) => {
    const env = { POLICY_FILE: fileWith(example), AUDIT_CHANNEL: 'C0AUDIT' }
    world = await startWorld({ ...options, env: { ...env, ...options.env } })
  }

  test('approves at once what a rule approves, and says which', async () => {
    await begin({ slack: { groups: [{ id: 'S0CONTRACT', users: [] }] } })
    await asksFor('7 days')
    const card = await world.ana.waitsFor(english.requests.titles.approved)
    expect(card).toContain('Approved by the rule “short tokens are self-service”.')
    expect(world.bea.messages).toEqual([])
    await world.ana.presses('Show token')
    await world.ana.waitsFor(english.requests.titles.claimed)
  })

  test('denies what a rule denies, with its words', async () => {
    await begin({ slack: { groups: [{ id: 'S0CONTRACT', users: ['UANA'] }] } })
    await asksFor('30 days')
    const seen = await world.ana.waitsFor('isn’t allowed (rule: “contractors do not get tokens”)')
    expect(seen).toContain('Contractors use OAuth.')
  })

  test('asks the fallback where no manager is known', async () => {
    await begin({
      slack: {
        groups: [
          { id: 'S0CONTRACT', users: [] },
          { id: 'S0DATA', users: ['UCARL'] },
        ],
      },
    })
    await asksFor('30 days')
    await world.carl.waitsFor('Why you:')
    expect(await world.carl.waitsFor('Rule:')).toContain('everybody else asks their manager')
    expect(world.bea.messages).toEqual([])
    await world.carl.presses('Approve')
    await world.ana.waitsFor('Approved by @Carl.')
  })

  test('refuses while a group that the rules speak of cannot be read', async () => {
    await begin({ slack: { groups: [{ id: 'S0CONTRACT', users: ['UANA'] }] } })
    world.slack.fail('usergroups.users.list', { error: 'fatal_error' }, { times: 9 })
    await asksFor('30 days')
    await world.ana.waitsFor(english.failures.slackBusy({ operation: 'read a user group' }))
    expect(world.ana.sees()).not.toContain('Your request is')
  })

  test('lets nobody decide under a rule that is gone, nor for longer than is allowed by now', async () => {
    const text = (max: string, who: string) =>
      `lifetime: { max: ${max} }\nrules: [{ name: by ${who}, then: review, approvers: [user:${who}] }]`
    await begin({ processes: 1, env: { POLICY_FILE: fileWith(text('90d', 'UBEA'), 'gone.yml') } })
    const { ana, bea, processes } = world
    const [bot] = processes
    await asksFor('30 days')
    await bea.waitsFor('Why you:')
    fileWith(text('7d', 'UCARL'), 'gone.yml')
    bot?.process.kill('SIGHUP')
    await expect.poll(() => bot?.logs.filter((line) => line.includes('the policy was read again')).length).toBe(1)
    const press = bea.aims('Approve')
    await press()
    await bea.waitsFor(english.reviews.notAskedAnymore)
    await press()
    await bea.waitsFor(english.failures.notReviewer)
    fileWith('rules: [{ name: ours, then: maybe }]', 'gone.yml')
    bot?.process.kill('SIGHUP')
    await expect.poll(() => bot?.logs.join('')).toContain('what it said before still holds')
    expect(bot?.logs.join('')).toContain('line 1, column 29: rules[0].then must be approve, review or deny')
    fileWith(text('7d', 'UBEA'), 'gone.yml')
    bot?.process.kill('SIGHUP')
    await expect.poll(() => bot?.logs.filter((line) => line.includes('the policy was read again')).length).toBe(2)
    await bea.waitsFor('Why you:')
    await bea.presses('Approve')
    expect(await ana.waitsFor(english.requests.titles.approved)).toContain('7 days')
  })

  test('does not start with a file that is wrong, and says everything that is', async () => {
    await begin()
    const main = fileURLToPath(new URL('../dist/main.js', import.meta.url))
    const run = (file: string) =>
      new Promise<{ code: number | null; stderr: string }>((resolve) => {
        const child = execFile(
          process.execPath,
          [main],
          { env: { ...world.env, POLICY_FILE: file }, ...NO_ENV_FILE },
          (_error, _out, stderr) => resolve({ code: child.exitCode, stderr }),
        )
      })
    const { code, stderr } = await run(fileWith('rules: []\ntokens: { maxActive: 0 }', 'wrong.yml'))
    expect(code).toBe(1)
    expect(stderr).toContain('  - line 1, column 8: rules must hold at least one rule')
    expect(stderr).toContain('  - line 2, column 22: tokens.maxActive must be at least 1')
    expect(await run(join(folder, 'nowhere.yml'))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('POLICY_FILE) is not right:\n  - it cannot be read (ENOENT)'),
    })
  })
})
