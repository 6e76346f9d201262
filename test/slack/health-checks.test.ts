// What `doctor` finds out about Slack, one fault at a time, each with Slack's reason and its cure; and that it posts nothing.
import { afterEach, describe, expect, test } from 'vitest'
import { manifestScopes } from '../../src/manifest.ts'
import { noRetryOptions, sdkLogger, slackClient } from '../../src/slack/client.ts'
import { checkSlack, type SlackToCheck } from '../../src/slack/health-checks.ts'
import type { Fault } from '../world/slack/faults.ts'
import { type Slack, type SlackOptions, startSlack } from '../world/slack/slack.ts'
import type { ProfileFieldSeed } from '../world/slack/workspace.ts'

let slack: Slack
afterEach(() => slack.close())

const scopes = manifestScopes()
const everyScope = [...scopes.required, ...scopes.optional]
const decides = (...ids: string[]) => ids.map((id) => ({ id, by: 'APPROVERS', as: 'decides' as const }))

async function begin(options: Partial<SlackOptions> = {}): Promise<void> {
  slack = await startSlack({
    people: [{ id: 'UBEA' }, { id: 'UCARL' }],
    groups: [
      { id: 'S0DATA', users: ['UBEA', 'UCARL'] },
      { id: 'S0EMPTY', users: [] },
    ],
    channels: [
      { id: 'C0AUDIT', name: 'audit', botIsMember: true },
      { id: 'C0OTHER', name: 'other' },
    ],
    scopes: everyScope,
    ...options,
  })
}

async function found(wanted: Partial<SlackToCheck> = {}, timeout = 5_000) {
  const access = { botToken: slack.bot.token, apiUrl: slack.apiUrl, logger: sdkLogger(() => {}) }
  const findings = await checkSlack(slackClient(access, noRetryOptions(access, timeout)), {
    scopes,
    now: Date.now,
    ...wanted,
  })
  // Whatever it finds, nobody reads anything of it.
  const posted = slack.requests.filter(({ method }) => ['chat.postMessage', 'chat.postEphemeral'].includes(method))
  expect(posted).toEqual([])
  expect(slack.scheduled).toBe(0)
  for (const { state, remedy } of findings) if (state !== 'ok') expect(remedy).toMatch(/\S/)
  return findings
}

type Findings = Awaited<ReturnType<typeof found>>
/** Without what is always said of groups, which nobody can check. */
const bad = (findings: Findings) => findings.filter(({ state, subject }) => state !== 'ok' && subject !== CHANGEABLE)
const CHANGEABLE = 'Changeable by others'

test('all is well', async () => {
  await begin()
  const findings = await found({ named: decides('UBEA', 'S0DATA'), auditChannel: 'C0AUDIT', signs: true })
  expect(bad(findings)).toEqual([])
  expect(findings.map(({ subject }) => subject)).toEqual([
    'Slack token',
    'Slack scopes',
    'Slack workspaces',
    'Slack groups',
    'Slack people',
    'Changeable by others',
    'Audit channel',
    'Slack signature',
  ])
})

describe('a token', () => {
  test.each<[string, Fault, RegExp]>([
    ['invalid_auth', { error: 'invalid_auth' }, /Install the app again/],
    ['token_revoked', { error: 'token_revoked' }, /Install the app again/],
    ['token_expired', { error: 'token_expired' }, /token rotation off/],
    ['ip_not_allowed', { error: 'ip_not_allowed' }, /allowed IP/],
    ['org_login_required', { error: 'org_login_required' }, /moved into an organization/],
    ['ratelimited', { error: 'ratelimited' }, /Wait a minute/],
    ['ratelimited', { retryAfter: 30 }, /Wait a minute/],
    ['HTTP 503', { status: 503 }, /Wait a minute/],
    ['HTTP 403', { status: 403 }, /proxy/],
    ['not from Slack', { html: true }, /proxy or a sign-in page/],
    ['UND_ERR_SOCKET', { drop: true }, /SLACK_API_URL/],
    ['TimeoutError', { hang: true }, /SLACK_API_URL/],
    ['some_new_reason', { error: 'some_new_reason' }, /some_new_reason/],
  ])('that is answered %s is told with that reason and its cure', async (reason, fault, cure) => {
    await begin()
    slack.fail('auth.test', fault)
    expect(await found({}, 'hang' in fault ? 300 : 5_000)).toMatchObject([
      {
        subject: 'Slack token',
        state: 'failure',
        message: `${/^(ratelimited|HTTP|not from|UND_|Timeout)/.test(reason) ? 'could not be tried' : 'not accepted'} (${reason})`,
        remedy: expect.stringMatching(cure),
      },
    ])
  })
})

describe('scopes', () => {
  test.each(scopes.optional)('without %s it is a warning that says what stops', async (scope) => {
    await begin({ scopes: everyScope.filter((one) => one !== scope) })
    const [finding] = bad(await found({ named: decides('UBEA') }))
    expect(finding).toMatchObject({
      subject: 'Slack scopes',
      state: 'warning',
      message: expect.stringContaining(`${scope}, for `),
    })
  })

  test.each(scopes.required)('without %s it is a failure', async (scope) => {
    await begin({ scopes: everyScope.filter((one) => one !== scope) })
    const [finding] = bad(await found())
    expect(finding).toMatchObject({ subject: 'Slack scopes', state: 'failure', message: `missing: ${scope}` })
  })
})

describe('whom it serves', () => {
  const organization = { id: 'E0ACME', name: 'Acme', workspaces: ['T0WORLD', 'T0LABS'] }
  const about = async (served?: string[]) => {
    const findings = await found({ named: decides('UBEA'), served })
    return findings.find(({ subject }) => subject === 'Slack workspaces')
  }

  test('is the token’s own workspace', async () => {
    await begin()
    expect(await about()).toMatchObject({ state: 'ok', message: 'serves T0WORLD' })
  })

  test('is an organization with its workspaces', async () => {
    await begin({ organization })
    expect(await about()).toMatchObject({
      state: 'ok',
      message: 'serves E0ACME; of E0ACME the app is in T0WORLD, T0LABS',
    })
  })

  test.each([
    [['T0OTHER'], 'failure'],
    [['T0WORLD', 'T0OTHER'], 'warning'],
    [['E0OTHER'], 'failure'],
  ])('where SLACK_TEAM_IDS is %s it does not reach all of that', async (served, state) => {
    await begin()
    expect(await about(served)).toMatchObject({ state, remedy: expect.stringContaining(served.at(-1) ?? '') })
  })

  test('is nobody before the app was added to a workspace of the organization', async () => {
    await begin({ organization: { ...organization, workspaces: [] } })
    expect(await about()).toMatchObject({ state: 'failure', remedy: expect.stringContaining('Add to more workspaces') })
  })

  test('that Slack does not tell is not “none”', async () => {
    await begin({ organization })
    slack.fail('auth.teams.list', { error: 'fatal_error' })
    expect(await about()).toMatchObject({ state: 'warning', message: expect.stringContaining('fatal_error') })
  })

  test('is not tried where nobody is named, and that is said', async () => {
    await begin()
    const findings = await found({ named: [] })
    expect(bad(findings)).toMatchObject([{ subject: 'Slack people', state: 'warning' }])
  })
})

describe('somebody who decides', () => {
  test.each<[string, Partial<SlackOptions['people'][number]>, string]>([
    ['was deactivated', { deleted: true }, 'is deactivated'],
    ['is a guest', { isRestricted: true }, 'is a guest'],
    ['is a bot', { isBot: true }, 'is a bot'],
    ['is a stranger', { isStranger: true }, 'belongs to another company'],
    ['belongs to a workspace that is not served', { teamId: 'T0OTHER' }, 'workspace that is not served'],
    ['has not joined', { isInvited: true }, 'not joined'],
  ])('%s', async (_what, change, message) => {
    await begin()
    slack.change('UBEA', change)
    expect(bad(await found({ named: decides('UBEA', 'UCARL') }))).toMatchObject([
      {
        subject: 'Slack people',
        state: 'failure',
        message: expect.stringMatching(`UBEA \\(APPROVERS\\) .*${message}`),
      },
    ])
  })

  test('does not exist', async () => {
    await begin()
    expect(bad(await found({ named: decides('UNOBODY') }))).toMatchObject([
      { state: 'failure', message: 'UNOBODY (APPROVERS) does not exist in Slack' },
    ])
  })

  test('could not be read, which is not “does not exist”', async () => {
    await begin()
    slack.fail('users.info', { retryAfter: 30 })
    expect(bad(await found({ named: decides('UBEA') }))).toMatchObject([
      {
        state: 'warning',
        message: 'UBEA (APPROVERS) could not be read (ratelimited)',
        remedy: expect.stringContaining('minute'),
      },
    ])
  })

  test('cannot be written to', async () => {
    await begin()
    slack.fail('conversations.open', { error: 'restricted_action' })
    expect(bad(await found({ named: decides('UBEA', 'UCARL') }))).toMatchObject([
      { state: 'failure', message: 'UBEA cannot be written to (restricted_action)' },
    ])
  })

  test.each([
    ['cannot_dm_bot', /name somebody else/],
    ['channel_not_found', /left/],
    ['restricted_action', /setting of the workspace/],
  ])('takes no message: %s', async (reason, cure) => {
    await begin()
    slack.refuse('UCARL', reason)
    const named = [...decides('UBEA'), { id: 'UCARL', by: 'ADMINS', as: 'administers' as const }]
    expect(bad(await found({ named }))).toMatchObject([
      {
        state: 'failure',
        message: `UCARL cannot be written to (${reason})`,
        remedy: expect.stringMatching(cure),
      },
    ])
  })

  test('may take messages, which Slack does not let us try just now', async () => {
    await begin()
    slack.fail('chat.scheduleMessage', { retryAfter: 30 })
    expect(bad(await found({ named: decides('UBEA') }))).toMatchObject([
      { state: 'warning', message: 'whether UBEA can be written to could not be tried (ratelimited)' },
    ])
  })
})

describe('the Messages tab', () => {
  test('that is off is one finding, whoever is named', async () => {
    await begin({ messagesTabDisabled: true })
    expect(bad(await found({ named: decides('UBEA', 'UCARL', 'S0DATA') }))).toMatchObject([
      { subject: 'Messages tab', state: 'failure', remedy: expect.stringContaining('Messages tab') },
    ])
  })
})

describe('a group', () => {
  test.each<[string, string, Fault | undefined, string, RegExp]>([
    ['does not exist', 'S0NONE', undefined, 'S0NONE (APPROVERS) does not exist in Slack', /Correct the id/],
    ['has nobody in it', 'S0EMPTY', undefined, 'has no members', /Add people/],
    ['needs a paid plan', 'S0DATA', { error: 'plan_upgrade_required' }, '(plan_upgrade_required)', /paid/],
    ['may not be read', 'S0DATA', { error: 'missing_scope' }, '(missing_scope)', /install again/],
    ['is behind a proxy', 'S0DATA', { html: true }, '(not from Slack)', /proxy/],
  ])('%s', async (_what, id, fault, message, cure) => {
    await begin()
    if (fault) slack.fail('usergroups.users.list', fault)
    expect(bad(await found({ named: decides(id) }))).toMatchObject([
      {
        subject: 'Slack groups',
        state: 'failure',
        message: expect.stringContaining(message),
        remedy: expect.stringMatching(cure),
      },
    ])
  })

  test('that only a condition asks for may be empty', async () => {
    await begin()
    const named = [...decides('UBEA'), { id: 'S0EMPTY', by: 'a rule’s condition', as: 'condition' as const }]
    expect(bad(await found({ named }))).toEqual([])
  })

  test('in which nobody can be asked decides nothing', async () => {
    await begin()
    for (const id of ['UBEA', 'UCARL']) slack.change(id, { isRestricted: true })
    expect(bad(await found({ named: decides('S0DATA') }))).toMatchObject([
      { subject: 'Slack groups', state: 'failure', message: expect.stringContaining('nobody in S0DATA (APPROVERS)') },
    ])
    slack.change('UBEA', { isRestricted: false })
    expect(bad(await found({ named: decides('S0DATA') }))).toEqual([])
  })
})

describe('what lets others decide who approves', () => {
  const said = (findings: Findings) => findings.filter(({ subject }) => subject === CHANGEABLE)

  test('is a user group, wherever it is named: Slack does not tell who may edit it', async () => {
    await begin()
    const named = [
      ...decides('UBEA', 'S0DATA'),
      { id: 'S0DATA', by: 'ADMINS', as: 'administers' as const },
      { id: 'S0EMPTY', by: 'a rule’s condition', as: 'condition' as const },
    ]
    expect(said(await found({ named }))).toMatchObject([
      {
        state: 'warning',
        message:
          "whoever may edit user groups in Slack decides who is in S0DATA (APPROVERS, ADMINS), S0EMPTY (a rule’s condition); Slack doesn't tell apps who may",
        remedy: expect.stringContaining('or name people (U…)'),
      },
    ])
    expect(said(await found({ named: decides('UBEA') }))).toEqual([])
  })

  test.each<[string, ProfileFieldSeed[], string | undefined]>([
    ['people may edit', [{ id: 'Xf1', label: 'Manager', type: 'user' }], 'warning'],
    ['is protected', [{ id: 'Xf1', label: 'Manager', type: 'user', isProtected: true }], 'ok'],
    ['SCIM fills', [{ id: 'Xf1', label: 'manager', type: 'user', isScim: true }], 'ok'],
    ['is of another kind', [{ id: 'Xf1', label: 'Manager', type: 'text' }], undefined],
    ['is not there', [], undefined],
    [
      'is there twice',
      [
        { id: 'Xf1', label: 'Manager', type: 'user', isProtected: true },
        { id: 'Xf2', label: 'Manager', type: 'user', isProtected: true },
      ],
      'warning',
    ],
  ])('is a profile field for managers that %s', async (_what, fields, state) => {
    await begin()
    slack.redefine(fields)
    const findings = said(await found({ named: decides('UBEA'), managerField: 'Manager' }))
    expect(findings.map((finding) => finding.state)).toEqual(state === undefined ? [] : [state])
    expect(said(await found({ named: decides('UBEA') }))).toEqual([])
  })
})

describe('the audit channel', () => {
  const about = async (auditChannel: string) => bad(await found({ named: decides('UBEA'), auditChannel }))

  test.each([
    ['C0OTHER', 'not_in_channel', /\/invite/],
    ['C0NONE', 'channel_not_found', /AUDIT_CHANNEL/],
  ])('%s takes nothing: %s', async (channel, reason, cure) => {
    await begin()
    expect(await about(channel)).toMatchObject([
      { state: 'failure', message: `${channel} takes no message (${reason})`, remedy: expect.stringMatching(cure) },
    ])
  })

  test('of a rule is looked at as well', async () => {
    await begin()
    const ruleChannels = [
      { id: 'C0AUDIT', rule: 'short ones' },
      { id: 'C0OTHER', rule: 'long ones' },
    ]
    expect(bad(await found({ named: decides('UBEA'), ruleChannels }))).toMatchObject([
      { subject: 'Channel of rule “long ones”', message: 'C0OTHER takes no message (not_in_channel)' },
    ])
  })

  test('takes back what was planned for the check at the second try', async () => {
    await begin()
    slack.fail('chat.deleteScheduledMessage', { error: 'fatal_error' })
    expect(await about('C0AUDIT')).toEqual([])
  })
})
