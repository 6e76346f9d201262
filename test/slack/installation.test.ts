// What auth.test's answer says of the token, in every shape in which Slack and its emulators have been seen to send it.
import { expect, test } from 'vitest'
import { type AuthTestAnswer, organizationOf, servedBy } from '../../src/slack/installation.ts'

test.each<[string, AuthTestAnswer, string | undefined, string[]]>([
  ['a workspace', { team_id: 'T1', is_enterprise_install: false }, undefined, ['T1']],
  ['a workspace, without the flag', { team_id: 'T1' }, undefined, ['T1']],
  [
    'a workspace of an organization',
    { team_id: 'T1', enterprise_id: 'E1', is_enterprise_install: false },
    undefined,
    ['T1'],
  ],
  ['a workspace of an organization, without the flag', { team_id: 'T1', enterprise_id: 'E1' }, undefined, ['T1']],
  ['an organization', { team_id: 'E1', enterprise_id: 'E1', is_enterprise_install: true }, 'E1', ['E1']],
  [
    'an organization that names a workspace',
    { team_id: 'T1', enterprise_id: 'E1', is_enterprise_install: true },
    'E1',
    ['E1'],
  ],
  ['an organization without a team', { team_id: null, enterprise_id: 'E1', is_enterprise_install: true }, 'E1', ['E1']],
  ['an organization, only as a team', { team_id: 'E1', is_enterprise_install: true }, 'E1', ['E1']],
  ['an organization, without the flag', { team_id: 'E1', enterprise_id: 'E1' }, 'E1', ['E1']],
  ['nothing', {}, undefined, []],
  ['nothing, empty', { team_id: '', enterprise_id: '' }, undefined, []],
])('the token of %s', (_whose, answer, organization, served) => {
  expect(organizationOf(answer)).toBe(organization)
  expect(servedBy(answer)).toEqual(served)
})
