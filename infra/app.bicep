param location string
param tags object
param token string
param nodeVersion string
param identityId string
param identityClientId string
param subnetId string
param hostStorage object
param dataStorage object
param packageContainer string
param applicationInsightsConnection string

@description('What the app itself reads, by name.')
param settings object

module plan 'br/public:avm/res/web/serverfarm:0.7.0' = {
  params: { name: 'plan-${token}', location: location, tags: tags, skuName: 'FC1', reserved: true }
}

module site 'br/public:avm/res/web/site:0.23.1' = {
  params: {
    name: 'func-${token}'
    location: location
    tags: union(tags, { 'azd-service-name': 'api' })
    kind: 'functionapp,linux'
    serverFarmResourceId: plan.outputs.resourceId
    managedIdentities: { userAssignedResourceIds: [identityId] }
    httpsOnly: true
    clientAffinityEnabled: false
    virtualNetworkSubnetResourceId: subnetId
    outboundVnetRouting: { allTraffic: true }
    siteConfig: { minTlsVersion: '1.2', ftpsState: 'Disabled', http20Enabled: true }
    basicPublishingCredentialsPolicies: [{ name: 'ftp', allow: false }, { name: 'scm', allow: false }]
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${hostStorage.blob}${packageContainer}'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      runtime: { name: 'node', version: nodeVersion }
      scaleAndConcurrency: {
        instanceMemoryMB: 2048
        // The lowest that the platform takes; each instance merges what its callers produce.
        maximumInstanceCount: 40
        // As maxConcurrentRequests of host.json: the platform's own 16 would make an instance of every 16 long polls.
        triggers: { http: { perInstanceConcurrency: 200 } }
      }
    }
    configs: [
      {
        name: 'appsettings'
        properties: union(
          {
            AzureWebJobsStorage__credential: 'managedidentity'
            AzureWebJobsStorage__clientId: identityClientId
            AzureWebJobsStorage__blobServiceUri: hostStorage.blob
            AzureWebJobsStorage__queueServiceUri: hostStorage.queue
            AzureWebJobsStorage__tableServiceUri: hostStorage.table
            KafkaStorage__credential: 'managedidentity'
            KafkaStorage__clientId: identityClientId
            KafkaStorage__blobServiceUri: dataStorage.blob
            KafkaStorage__queueServiceUri: dataStorage.queue
            KafkaStorage__tableServiceUri: dataStorage.table
            APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsightsConnection
            APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD;ClientId=${identityClientId}'
            AZURE_CLIENT_ID: identityClientId
            AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential'
          },
          settings
        )
      }
    ]
  }
}

output name string = site.outputs.name
output hostName string = site.outputs.defaultHostname
