/** An action as somebody would write it elsewhere: an API call, cs, cmk, Terraform. */

import { encode } from './client'
import type { Params } from './resource'

export interface Snippet {
  name: 'api' | 'cs' | 'cmk' | 'terraform'
  text: string
}

/** Resources of the provider that HashiCorp's registry lists as cloudstack/cloudstack: command → [type, {parameter: argument}]. */
const TERRAFORM: Record<string, readonly [string, Record<string, string>]> = {
  deployVirtualMachine: ['cloudstack_instance', { name: 'name', displayname: 'display_name', serviceofferingid: 'service_offering', templateid: 'template',
    zoneid: 'zone', networkids: 'network_id', keypair: 'keypair', userdata: 'user_data', rootdisksize: 'root_disk_size', affinitygroupids: 'affinity_group_ids' }],
  createNetwork: ['cloudstack_network', { name: 'name', displaytext: 'display_text', networkofferingid: 'network_offering', zoneid: 'zone', gateway: 'gateway' }],
  createVolume: ['cloudstack_disk', { name: 'name', diskofferingid: 'disk_offering', size: 'size', zoneid: 'zone' }],
  associateIpAddress: ['cloudstack_ipaddress', { networkid: 'network_id', zoneid: 'zone' }],
  createAffinityGroup: ['cloudstack_affinity_group', { name: 'name', type: 'type', description: 'description' }],
  registerSSHKeyPair: ['cloudstack_ssh_keypair', { name: 'name', publickey: 'public_key' }],
  createPortForwardingRule: ['cloudstack_port_forward', { ipaddressid: 'ip_address_id' }],
  createFirewallRule: ['cloudstack_firewall', { ipaddressid: 'ip_address_id' }],
  createEgressFirewallRule: ['cloudstack_egress_firewall', { networkid: 'network_id' }],
  createAccount: ['cloudstack_account', { username: 'username', email: 'email', firstname: 'first_name', lastname: 'last_name', roleid: 'role_id' }],
  createDomain: ['cloudstack_domain', { name: 'name' }],
  createZone: ['cloudstack_zone', { name: 'name', dns1: 'dns1', internaldns1: 'internal_dns1', networktype: 'network_type' }],
  createUser: ['cloudstack_user', { username: 'username', email: 'email', account: 'account' }],
  createServiceOffering: ['cloudstack_service_offering', { name: 'name', displaytext: 'display_text', cpunumber: 'cpu_number', memory: 'memory' }],
}
const SECRET = /^(password|userdata|privatekey|secretkey|secret)$/i
const MASK = '********'

export function snippets(command: string, params: Params, origin: string): Snippet[] {
  const given = Object.fromEntries([...encode(masked(params))])
  const out: Snippet[] = [
    { name: 'api', text: `${origin}/client/api?${new URLSearchParams({ command, response: 'json', ...given })}\n# and apikey=…&signature=…` },
    { name: 'cs', text: ['cs', command, ...Object.entries(given).map(([name, value]) => quoted(name, value))].join(' ') },
    { name: 'cmk', text: ['cmk', ...cmkVerb(command), ...Object.entries(given).map(([name, value]) => quoted(name, value))].join(' ') },
  ]
  const known = TERRAFORM[command]
  return known ? [...out, { name: 'terraform', text: terraform(known[0], known[1], masked(params)) }] : out
}

function masked(params: Params): Params {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, SECRET.test(name) && value ? MASK : value]))
}

/** name=value for a POSIX shell. */
function quoted(name: string, value: string): string {
  const text = `${name}=${value}`
  return /^[\w./:@,=-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

/** cmk splits a command into verb and noun: startVirtualMachine is `start virtualmachine`. */
function cmkVerb(command: string): string[] {
  const at = command.search(/[A-Z]/)
  return at < 0 ? [command] : [command.slice(0, at), command.slice(at).toLowerCase()]
}

function terraform(type: string, names: Record<string, string>, params: Params): string {
  const lines = Object.entries(names).filter(([name]) => params[name] !== undefined && params[name] !== '')
  const width = Math.max(0, ...lines.map(([, argument]) => argument.length))
  const body = lines.map(([name, argument]) => `  ${argument.padEnd(width)} = ${JSON.stringify(params[name]).replaceAll('${', () => '$${')}`)
  return [`resource "${type}" "this" {`, ...body, '}'].join('\n')
}
