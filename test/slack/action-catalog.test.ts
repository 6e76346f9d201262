// The catalog of buttons, menus and forms: what old messages in Slack still hold has to go on working.
import { expect, test } from 'vitest'
import {
  buttons,
  forms,
  menus,
  notice,
  overflow,
  overflowValue,
  shortcuts,
  signInLink,
} from '../../src/slack/action-catalog.ts'
import { actionHandlerOf, formHandlerOf, shortcutHandlerOf } from '../../src/slack/handlers/registry.ts'
import { clickIn } from '../../src/slack/values.ts'

/** In messages that were posted by earlier versions. An id may be added, but none may go or change. */
const posted = [
  ...['command.suggested', 'menu.help', 'request-form.open', 'token-list.mine'],
  ...['connect.client', 'connect.open', 'connect.token'],
  ...['request-card.again', 'request-card.cancel', 'request-card.missing', 'request-card.saved'],
  ...['request-card.show-token', 'request-list.cancel', 'request-list.open', 'request-list.show-token'],
  ...['review-card.approve', 'review-card.deny', 'review-card.review'],
  ...['leaked-form.open', 'leaked-form.revoke', 'rotation.at-length', 'rotation.cut', 'rotation.keep'],
  ...['rotation.rotate', 'token-list.revoke'],
  ...['reminder.again', 'reminder.let-go', 'reminder.snooze'],
  ...['reminders.calendar', 'reminders.off', 'reminders.on'],
  ...['secret.hide', 'secret.missing', 'secret.saved'],
]
const opened = [
  ...[
    'delegate-form',
    'leaked-form',
    'leaked-form.confirmed',
    'leaked-message',
    'reminder-settings',
    'request-form',
    'review-form',
  ],
  ...['revoke-form', 'snooze-form'],
]

test.each(posted)('a press of %s is handled', (id) => {
  expect(actionHandlerOf(id)).toBeTypeOf('function')
})

test.each(opened)('what is sent from %s is handled', (id) => {
  expect(formHandlerOf(id)?.submit).toBeTypeOf('function')
})

/** In the manifests of apps that were installed. */
test.each(['new-token', 'revoke-leaked-token'])('the shortcut %s is handled', (id) => {
  expect(shortcutHandlerOf(id)?.use).toBeTypeOf('function')
})

test.each(['', 'request-form.open', 'toString'])('no shortcut is “%s”', (id) => {
  expect(shortcutHandlerOf(id)).toBeUndefined()
})

test('no id stands for two things', () => {
  const called = Object.values(shortcuts).map(({ id }) => id)
  expect(called).toHaveLength(new Set(called).size)
  const actions = [...Object.values(buttons), ...Object.values(menus), overflow, signInLink].map(({ id }) => id)
  const callbacks = [...Object.values(forms), notice].map(({ id }) => id)
  expect(actions).toHaveLength(new Set(actions).size)
  expect(callbacks).toHaveLength(new Set(callbacks).size)
})

test.each(['', 'secret', 'request-form', 'toString', signInLink.id])('nothing is done for “%s”', (id) => {
  expect(actionHandlerOf(id)).toBeUndefined()
})

test.each(['', 'secret.saved', notice.id])('nothing is sent from “%s”', (id) => {
  expect(formHandlerOf(id)).toBeUndefined()
})

const TOKEN = 'ffffffff-1111-4111-8111-111111111111'

test.each(Object.values(buttons))('in an overflow menu $id is the button itself', (button) => {
  const value = overflowValue(button, TOKEN)
  expect(value.length).toBeLessThanOrEqual(75)
  const option = { text: { type: 'plain_text' as const, text: 'A label' }, value }
  const about = { action_id: overflow.id, block_id: 'b', action_ts: '1' }
  expect(clickIn({ type: 'overflow', ...about, selected_option: option } as never)).toEqual({
    id: button.id,
    value: TOKEN,
  })
})
