// The labels that people and instructions rely on: in English they are what the contract says, letter for letter.
import { describe, expect, test } from 'vitest'
import { buttons, type CatalogButton, forms, signInLink } from '../../src/slack/action-catalog.ts'
import { english } from '../../src/words/words.ts'

const { labels } = english

const promisedButtons = [
  ...['New token', 'My tokens', 'Help', 'Review', 'Approve', 'Deny', 'Cancel request', 'Show token'],
  ...['I have saved it', 'I did not get it', 'Hide', 'Sign in to Dremio', 'Rotate', 'Revoke', 'Snooze'],
  ...['Do not renew', 'Cut now', 'Keep longer', 'Request again', 'How do I connect?', 'Send calendar file'],
]

test.each(promisedButtons)('there is a button “%s”', (label) => {
  expect(Object.values(labels.buttons)).toContain(label)
})

test.each([
  [forms.newRequest, 'New Dremio token', 'Request', ['Label', 'Lifetime', 'Reason']],
  [forms.review, 'Review request', 'Decide', ['Decision', 'Lifetime', 'Comment']],
  [forms.revoke, 'Revoke token', 'Revoke', ['Token']],
  [forms.confirmLeak, 'Revoke token', 'Revoke', ['Token']],
  [forms.leakInMessage, 'Revoke token', 'Revoke', ['Tokens']],
  [forms.leakedToken, 'Leaked token', 'Revoke it', ['Token']],
  [forms.snooze, 'Snooze reminder', 'Snooze', ['Until']],
  [forms.reminderSettings, 'Reminder settings', 'Save', ['Reminders', 'How long before', 'Hour']],
  [forms.delegate, 'Delegate reviews', 'Save', ['Delegate', 'Until']],
])('the form $id has its title, its button and its fields', (form, title, submit, fields) => {
  const shown = labels.forms[form.labels]
  expect([shown.title, shown.submit]).toEqual([title, submit])
  expect(Object.values(shown.fields)).toEqual(fields)
})

test('the shortcuts have the names of the contract', () => {
  expect(Object.values(labels.shortcuts)).toEqual(['New Dremio token', 'Revoke leaked token'])
})

test('the options of a decision and of reminders have the names of the contract', () => {
  const { form } = english.reviews
  const { optionOn, optionOff } = english.reminderSettings
  expect([form.approve, form.deny, optionOn, optionOff]).toEqual(['Approve', 'Deny', 'On', 'Off'])
})

describe('every label of the catalogue of words', () => {
  const catalog: readonly CatalogButton[] = Object.values(buttons)
  const drawn = new Set([...catalog.map(({ label }) => label), signInLink.label])

  test.each(Object.keys(labels.buttons))('%s is the label of a button', (label) => {
    expect(drawn).toContain(label)
  })
})
