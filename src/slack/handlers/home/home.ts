// Turns the pages of Home, and publishes it again.
import { type HomeList, homeLists, homeNotShown } from '../../../core/home.ts'
import type { ButtonClick } from '../../interaction.ts'

/** The value is the list and the page, such as `tokens 1`. */
export async function turnHomePage({ operations, actor, value }: ButtonClick): Promise<void> {
  const [name = '', page = ''] = value.split(' ')
  const list = homeLists.find((one): one is HomeList => one === name)
  if (list === undefined || !/^\d{1,4}$/.test(page)) return void (await operations.refreshHome(actor))
  await operations.turnHomePage(actor, list, Number(page))
}

export async function refreshHome({ operations, actor }: ButtonClick): Promise<void> {
  if (await operations.openHome(actor)) return
  throw homeNotShown()
}
