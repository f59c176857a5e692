param location string
param tags object
param token string

@description('Who the app is: to storage, the vault, Application Insights and, by federation, to Entra.')
module app 'br/public:avm/res/managed-identity/user-assigned-identity:0.4.1' = {
  params: { name: 'id-app-${token}', location: location, tags: tags }
}

@description('Who Event Grid is when it puts events into the queue: it needs its roles before it subscribes.')
module events 'br/public:avm/res/managed-identity/user-assigned-identity:0.4.1' = {
  params: { name: 'id-events-${token}', location: location, tags: tags }
}

output appIdentityId string = app.outputs.resourceId
output appClientId string = app.outputs.clientId
output appPrincipalId string = app.outputs.principalId
output eventsIdentityId string = events.outputs.resourceId
output eventsPrincipalId string = events.outputs.principalId
