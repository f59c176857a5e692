param location string
param tags object
param workspaceId string
param actionGroupId string

var rules = [
  {
    name: 'dead-letters'
    description: 'Messages were given up: list them, repair what refused them, replay them.'
    severity: 2
    query: 'AppMetrics | where Name == "kafka_rest.dead_letters.filed" | summarize Value = sum(Sum) | where Value > 0'
  }
  {
    name: 'oldest-dead-letter'
    description: 'A dead letter is older than a day.'
    severity: 3
    query: 'AppMetrics | where Name == "kafka_rest.dead_letters.oldest_age" | summarize Value = max(Max) | where Value > 86400'
  }
  {
    name: 'messages-retried'
    description: 'Messages come back again and again: they grow old in the queue, and become dead letters after a day.'
    severity: 2
    query: 'AppMetrics | where Name == "kafka_rest.messages.retried" | summarize Value = sum(Sum) | where Value > 100'
  }
  {
    name: 'oldest-message'
    description: 'A message is in its queue for more than an hour: its function does not run, or the proxy does not take it.'
    severity: 2
    query: 'AppMetrics | where Name == "kafka_rest.messages.oldest_age" | summarize Value = max(Max) | where Value > 3600'
  }
  {
    name: 'oldest-undelivered'
    description: 'A subscription has a record for more than an hour that its destination does not take.'
    severity: 2
    query: 'AppMetrics | where Name == "kafka_rest.subscriptions.oldest_age" | summarize Value = max(Max) | where Value > 3600'
  }
  {
    name: 'token-failures'
    description: 'There is no token for the proxy: the vault or identity, the credential and the app registration are to be looked at.'
    severity: 1
    query: 'AppMetrics | where Name == "kafka_rest.token.fetches" and tostring(Properties.outcome) != "ok" | summarize Value = sum(Sum) | where Value > 3'
  }
  {
    name: 'group-lag'
    description: 'A consumer group is behind and has not moved for a day: the report of housekeeping names it.'
    severity: 3
    query: 'AppMetrics | where Name == "kafka_rest.housekeeping.findings" and tostring(Properties.kind) == "group-lag" | summarize Value = max(Max) | where Value > 0'
  }
  {
    name: 'proxy-failures'
    description: 'Callers get 502, 503 or 504: the proxy, the way to it or its health is to be looked at.'
    severity: 1
    query: 'AppRequests | where ResultCode in ("502", "503", "504") | summarize Value = count() | where Value > 10'
  }
]

module alerts 'br/public:avm/res/insights/scheduled-query-rule:0.6.0' = [
  for rule in rules: {
    name: 'alert-${rule.name}'
    params: {
      name: 'alert-${rule.name}'
      location: location
      tags: tags
      alertDisplayName: rule.name
      alertDescription: rule.description
      severity: rule.severity
      scopes: [workspaceId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      autoMitigate: true
      // The tables are there from the first telemetry on.
      skipQueryValidation: true
      actions: { actionGroupResourceIds: [actionGroupId] }
      criterias: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
    }
  }
]
