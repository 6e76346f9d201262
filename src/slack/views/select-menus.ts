// Select menus in messages and on Home, which act on each choice.
import type { StaticSelect, UsersSelect } from '@slack/types'
import type { DrawnMenu } from '../action-catalog.ts'
import { LONGEST_OPTION, LONGEST_PLACEHOLDER, MOST_OPTIONS, plain } from './block-kit.ts'

/** A select menu in a message, which acts on each choice. Values are ids; `chosen` is the preselected value. */
export function menu(
  action: DrawnMenu,
  placeholder: string,
  offered: { label: string; value: string }[],
  chosen?: string,
): StaticSelect {
  const options = offered
    .slice(0, MOST_OPTIONS)
    .map(({ label, value }) => ({ text: plain(label, LONGEST_OPTION), value }))
  const initial = options.find(({ value }) => value === chosen)
  return {
    type: 'static_select',
    action_id: action.id,
    placeholder: plain(placeholder, LONGEST_PLACEHOLDER),
    options,
    ...(initial && { initial_option: initial }),
  }
}

/** A menu of all people; `chosen` is a Slack id. */
export function usersMenu({ id }: DrawnMenu, placeholder: string, chosen?: string): UsersSelect {
  return {
    type: 'users_select',
    action_id: id,
    placeholder: plain(placeholder, LONGEST_PLACEHOLDER),
    ...(chosen !== undefined && { initial_user: chosen }),
  }
}
