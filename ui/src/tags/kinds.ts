/** What createTags calls the objects of a resource. */
export const TAGGED: Readonly<Record<string, string>> = {
  instance: 'UserVm', volume: 'Volume', template: 'Template', network: 'Network', publicip: 'PublicIpAddress', project: 'Project', zone: 'Zone',
}
