param location string
param tags object
param token string
param alertEmail string
param appPrincipalId string

// Monitoring Metrics Publisher
var publisher = '3913510d-42f4-4e42-8a64-420c390055eb'

module workspace 'br/public:avm/res/operational-insights/workspace:0.15.0' = {
  params: { name: 'log-${token}', location: location, tags: tags, dataRetention: 30 }
}

module applicationInsights 'br/public:avm/res/insights/component:0.7.1' = {
  params: {
    name: 'appi-${token}'
    location: location
    tags: tags
    workspaceResourceId: workspace.outputs.resourceId
    disableLocalAuth: true
    roleAssignments: [
      { principalId: appPrincipalId, principalType: 'ServicePrincipal', roleDefinitionIdOrName: publisher }
    ]
  }
}

module actionGroup 'br/public:avm/res/insights/action-group:0.8.0' = {
  params: {
    name: 'ag-${token}'
    groupShortName: 'kafka-rest'
    tags: tags
    emailReceivers: [{ name: 'operators', emailAddress: alertEmail, useCommonAlertSchema: true }]
  }
}

output workspaceId string = workspace.outputs.resourceId
// Names an address and no key that is good for anything: local authentication is off.
output applicationInsightsConnection string = applicationInsights.outputs.connectionString
output actionGroupId string = actionGroup.outputs.resourceId
