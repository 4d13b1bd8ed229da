/** Icons for commands that say none: by their verb. */

import { Ban, CirclePlus, Link, Pencil, Play, RotateCw, Square, Trash2, Unlink, Wrench } from '@lucide/vue'
import type { Icon } from './resource'

const BY_VERB: readonly [RegExp, Icon][] = [
  [/^(delete|destroy|remove|expunge|release|purge)/, Trash2], [/^(update|change|assign|replace|reset|scale|resize|migrate)/, Pencil],
  [/^(create|add|register|upload|copy|generate)/, CirclePlus], [/^(start|enable|activate|recover|restore)/, Play],
  [/^(stop|suspend)/, Square], [/^(disable|lock|cancel|revoke)/, Ban], [/^(reboot|restart|reconnect)/, RotateCw],
  [/^(attach|associate|link)/, Link], [/^(detach|disassociate|unlink)/, Unlink],
]

export const ACTION_ICON = (command: string): Icon => BY_VERB.find(([verb]) => verb.test(command))?.[1] ?? Wrench
