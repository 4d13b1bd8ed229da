/** What commands, fields and nouns are called on the screen. */

import { tOr } from './i18n'
import type { Resource } from './resource'

/** The words that the API's field names are made of: publicipid → Public IP ID. */
const WORDS = ('access account acl active address affinity agent alert allocated allow annotation annotations api arch architecture args async attached '
  + 'availability base bits bool boot broadcast bytes cache can capabilities capacity category change cidr cleanup cluster code command compute conserve control '
  + 'core cores count cpu created current custom customized data dedicated default delay delete description destination details device disk display dns domain '
  + 'download dynamic dynamically egress elastic email enable enabled encrypt end error event events expires expunge extra failed featured file filter first forced '
  + 'format free gateway gpu group guest ha has host hosts hypervisor icmp icon id ids image import ingress instance instances internal iops ip ipv iso isolation '
  + 'job key keypair keypairs kvm last level limit list listing local location lock max memory method min mode name names netmask network networks new nic number '
  + 'off offering options order os outofbandmanagement over owner parent password path percent physical pod policy pool port ports power pre prefix primary priority '
  + 'private project protection protocol provider provisioning proxy public query read readonly recursive redundant region removed requires reservation resource '
  + 'resources restart result role root rotate router rule rules scalable scale scope secondary secret security sent server service session shared shrink size snapshot '
  + 'source specify speed ssh start state static status storage store strict supported supports swap system tag tags target template text time timeout timezone total tags '
  + 'traffic type unique up update updated upgrade uri url usage use used user userdata username uuid value version virtual virtualmachine vlan vm vms volume volumes '
  + 'vpc vpn was web weight write zone zones is by of for in on to and with from display allocated control machine').split(' ')
const VOCABULARY = new Set(WORDS)
const LONGEST = Math.max(...WORDS.map((word) => word.length))
const CAPITALS = new Set(['api', 'acl', 'cidr', 'cpu', 'dns', 'gpu', 'ha', 'icmp', 'id', 'ids', 'iops', 'ip', 'iso', 'kvm', 'nic', 'os', 'ssh', 'uri', 'url', 'uuid', 'vlan', 'vm', 'vms', 'vpc', 'vpn'])

/** The fewest known words that a name is made of; the name itself when it is not made of them. */
export function segmented(name: string): string[] {
  const best: (string[] | undefined)[] = [[]]
  for (let end = 1; end <= name.length; end++) {
    for (let start = Math.max(0, end - LONGEST); start < end; start++) {
      const before = best[start]
      const word = name.slice(start, end)
      const longer = best[end]?.length ?? Infinity
      if (before && (VOCABULARY.has(word) || /^\d+$/.test(word)) && longer > before.length + 1) best[end] = [...before, word]
    }
  }
  return best[name.length] ?? [name]
}

/** startVirtualMachine → Start virtual machine; cpunumber → CPU number. */
export function humanised(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2').toLowerCase().split(/[\s._-]+/)
    .flatMap(segmented).map((word) => (CAPITALS.has(word) ? word.toUpperCase().replace('IDS', 'IDs').replace('VMS', 'VMs') : word)).join(' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export function commandLabel(command: string, label?: string): string {
  return tOr([label, `command.${command}`], humanised(command))
}

export function fieldLabel(name: string, label?: string): string {
  return tOr([label, `field.${name}`], humanised(name))
}

export function nounLabel(noun: string): string {
  return tOr([`noun.${noun}`], humanised(noun))
}

export function nounsLabel(noun: string): string {
  return tOr([`nouns.${noun}`], humanised(noun))
}

/** What an object is called: its name, or its id. */
export function nameOf(resource: Resource | undefined, row: Record<string, unknown>): string {
  const wanted = [resource?.nameField, 'displayname', 'name', 'displaytext', 'username', 'ipaddress', 'id']
  const field = wanted.find((one) => one !== undefined && typeof row[one] === 'string' && row[one] !== '')
  return field === undefined ? '' : String(row[field])
}
