// Made by npm run describe.
export interface paths {
    "/topics/{topic}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shape and partitions of a topic */
        get: operations["describeTopic"];
        /**
         * Creates a topic, or finds it as it is asked for
         * @description An empty body leaves all to the cluster. Topic properties cannot be compared: the proxy tells none.
         */
        put: operations["createTopic"];
        post?: never;
        /** Never deletes: says how it is done */
        delete: operations["deleteTopic"];
        options?: never;
        /** Shape and partitions of a topic: without the body */
        head: operations["describeTopicHead"];
        patch?: never;
        trace?: never;
    };
    "/topics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Names of topics, in order */
        get: operations["listTopics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /** Names of topics, in order: without the body */
        head: operations["listTopicsHead"];
        patch?: never;
        trace?: never;
    };
    "/topics/{topic}/partitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Partitions of a topic */
        get: operations["listPartitions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /** Partitions of a topic: without the body */
        head: operations["listPartitionsHead"];
        patch?: never;
        trace?: never;
    };
    "/topics/{topic}/partitions/{partition}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One partition */
        get: operations["describePartition"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /** One partition: without the body */
        head: operations["describePartitionHead"];
        patch?: never;
        trace?: never;
    };
    "/brokers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Brokers of the cluster */
        get: operations["listBrokers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /** Brokers of the cluster: without the body */
        head: operations["listBrokersHead"];
        patch?: never;
        trace?: never;
    };
    "/topics/{topic}/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads all partitions, or some, as JSON, NDJSON or server-sent events
         * @description By the header Accept. Order holds within a partition. Where it begins is said by one of `cursor`, `offset`, `last` and `timestamp` at most. A stream ends by itself; its last cursor goes on.
         */
        get: operations["readTopic"];
        put?: never;
        /**
         * Produces records; the status says what became of them
         * @description 200 = accepted. 4xx, 500 and 503 = nothing was written. 502 and 504 = may have been written. Numbers and strings keep every character. An answer that is not problem+json comes from the platform: treat it as 502.
         */
        post: operations["produceRecords"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/topics/{topic}/partitions/{partition}/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one partition
         * @description Where it begins is said by one of `offset`, `last` and `timestamp` at most. With `lag=false` the body is what the Kafka REST proxy answers.
         */
        get: operations["readPartition"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{group}/topics/{topic}/fetch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Leases records to this fetch
         * @description Records come again unless their lease is committed before it ends. From the third delivery on a fetch hands out one record of that partition.
         */
        post: operations["fetchGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{group}/topics/{topic}/renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets what is left of a lease end so long from now */
        post: operations["renewLease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{group}/topics/{topic}/commit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Commits a lease, all of it or up to offsets
         * @description All of it ends the lease at once. To repeat the last commit that succeeded is harmless.
         */
        post: operations["commitGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{group}/topics/{topic}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives back what is not done with */
        post: operations["releaseLease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Names of groups with their topics, page by page */
        get: operations["listGroups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /** Names of groups with their topics, page by page: without the body */
        head: operations["listGroupsHead"];
        patch?: never;
        trace?: never;
    };
    "/groups/{group}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a group is in each of its topics */
        get: operations["describeGroup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /** How far a group is in each of its topics: without the body */
        head: operations["describeGroupHead"];
        patch?: never;
        trace?: never;
    };
    "/groups/{group}/topics/{topic}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a group is in one topic */
        get: operations["describeGroupTopic"];
        put?: never;
        post?: never;
        /** Forgets a group's progress in a topic */
        delete: operations["deleteGroup"];
        options?: never;
        /** How far a group is in one topic: without the body */
        head: operations["describeGroupTopicHead"];
        patch?: never;
        trace?: never;
    };
    "/groups/{group}/topics/{topic}/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts a group elsewhere in a topic */
        post: operations["resetGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Messages that were given up, in the order of time, page by page
         * @description Nothing of their content. Of many letters a page looks through 10,000 at most, and may be empty and still have a next one.
         */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Messages that were given up, in the order of time, page by page: without the body
         * @description Nothing of their content. Of many letters a page looks through 10,000 at most, and may be empty and still have a next one.
         */
        head: operations["listDeadLettersHead"];
        patch?: never;
        trace?: never;
    };
    "/dead-letters/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why and since when a message was given up */
        get: operations["describeDeadLetter"];
        put?: never;
        post?: never;
        /** Removes a letter with all that was kept of it */
        delete: operations["deleteDeadLetter"];
        options?: never;
        /** Why and since when a message was given up: without the body */
        head: operations["describeDeadLetterHead"];
        patch?: never;
        trace?: never;
    };
    "/dead-letters/{id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The message as it came, to the byte */
        get: operations["readDeadLetter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /** The message as it came, to the byte: without the body */
        head: operations["readDeadLetterHead"];
        patch?: never;
        trace?: never;
    };
    "/dead-letters/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends letters again, those named or those that fit a filter
         * @description One after another, so that their order is kept. All of them are `{"filter":{}}`.
         */
        post: operations["replayDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is delivered by itself, and how far it is */
        get: operations["listSubscriptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /** What is delivered by itself, and how far it is: without the body */
        head: operations["listSubscriptionsHead"];
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{name}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begins nothing new; what is under way is brought to its end */
        post: operations["pauseSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{name}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Goes on where it stopped, with the next run */
        post: operations["resumeSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/housekeeping/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** One run, now */
        post: operations["runHousekeeping"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/housekeeping/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The last run's report, as JSON or for a person to read */
        get: operations["readHousekeepingReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /** The last run's report, as JSON or for a person to read: without the body */
        head: operations["readHousekeepingReportHead"];
        patch?: never;
        trace?: never;
    };
    "/housekeeping/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The topics of these findings may go, as the last report shows them
         * @description All of them, or none.
         */
        post: operations["approveHousekeeping"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/housekeeping/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes approvals back */
        post: operations["revokeHousekeeping"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process answers */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /** The process answers: without the body */
        head: operations["liveHead"];
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether a token can be had and the proxy answers
         * @description One look serves all who ask within 5 seconds.
         */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Whether a token can be had and the proxy answers: without the body
         * @description One look serves all who ask within 5 seconds.
         */
        head: operations["readyHead"];
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This description */
        get: operations["describeApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /** This description: without the body */
        head: operations["describeApiHead"];
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ProduceRecord: {
            /** @description Any JSON; null, or left out: no key. A string is itself, anything else its text. */
            key?: unknown;
            /** @description Any JSON; null writes a tombstone. A string is itself, anything else its text. */
            value: unknown;
            partition?: number;
        };
        ConsumedRecord: {
            /** @description Null: the record has none; a proxy may leave it out then. */
            key?: string | null;
            /** @description The text that the proxy gives; with `value=json` JSON where that text is JSON. Null: a tombstone. */
            value: unknown;
            partition: number;
            /** Format: int64 */
            offset: number;
            /**
             * Format: int64
             * @description Epoch milliseconds.
             */
            timestamp?: number | null;
            /** @description `CreateTime` or `LogAppendTime`. */
            timestampType?: string | null;
        };
        LeasedRecord: {
            /** @description Null: the record has none; a proxy may leave it out then. */
            key?: string | null;
            /** @description The text that the proxy gives; with `value=json` JSON where that text is JSON. Null: a tombstone. */
            value: unknown;
            partition: number;
            /** Format: int64 */
            offset: number;
            /**
             * Format: int64
             * @description Epoch milliseconds.
             */
            timestamp?: number | null;
            /** @description `CreateTime` or `LogAppendTime`. */
            timestampType?: string | null;
            /** @description How often it was handed out, this time too. */
            deliveryCount: number;
        };
        /** @description The log had lost that place: offsets from `from` on were passed over, up to `to`, which was read. */
        Skipped: {
            /** Format: int64 */
            from: number;
            /** Format: int64 */
            to: number;
        };
        PartitionProgress: {
            partition: number;
            /**
             * Format: int64
             * @description Where to read on.
             */
            nextOffset: number;
            /**
             * Format: int64
             * @description The next offset to be written, at most a second old; null: not known.
             */
            endOffset: number | null;
            /**
             * Format: int64
             * @description From where to read on to the end; null: not known.
             */
            lag: number | null;
            /** @description The log had lost that place: offsets from `from` on were passed over, up to `to`, which was read. */
            skipped?: {
                /** Format: int64 */
                from: number;
                /** Format: int64 */
                to: number;
            };
        };
        ReceiptLine: {
            fromLine: number;
            /** @description It belongs to them. */
            toLine: number;
            /** @enum {string} */
            outcome: "accepted" | "unknown" | "not-written";
            code?: components["schemas"]["ProblemCode"];
            duplicatesPossible?: boolean;
        } | {
            /** @constant */
            done: true;
            topic: string;
            /** @enum {string} */
            outcome: "accepted" | "partial";
            accepted: number;
            notWrittenFromLine?: number;
            problem?: components["schemas"]["Problem"];
        };
        RecordLine: components["schemas"]["ConsumedRecord"] | {
            cursor: string;
            /** @constant */
            done: true;
            partitions: components["schemas"]["PartitionProgress"][];
            caughtUp: boolean;
        };
        GroupPartition: {
            partition: number;
            /**
             * Format: int64
             * @description The offset to read next; null: nothing was committed yet.
             */
            committed: number | null;
            /**
             * Format: int64
             * @description The next offset to be written; null: not known.
             */
            endOffset: number | null;
            /**
             * Format: int64
             * @description Null: not known.
             */
            lag: number | null;
            /**
             * Format: date-time
             * @description Null: no member holds records of it.
             */
            leaseUntil: string | null;
            /** @description How often the record to read next was handed out. */
            deliveryCount: number;
        };
        FetchedPartition: {
            partition: number;
            /**
             * Format: int64
             * @description The offset to read next; null: nothing was committed yet.
             */
            committed: number | null;
            /**
             * Format: int64
             * @description What a commit of the lease commits.
             */
            nextOffset: number;
            /**
             * Format: int64
             * @description The next offset to be written; null: not known.
             */
            endOffset: number | null;
            /**
             * Format: int64
             * @description Null: not known.
             */
            lag: number | null;
            skipped?: components["schemas"]["Skipped"];
        };
        /** @description A record that was filed as a dead letter, after it was handed out alone too often. */
        PassedOver: {
            partition: number;
            /** Format: int64 */
            offset: number;
            deadLetter: string;
        };
        Committed: {
            partitions: {
                partition: number;
                /**
                 * Format: int64
                 * @description The offset to read next; null: nothing was committed yet.
                 */
                committed: number | null;
            }[];
            /**
             * Format: date-time
             * @description When what is left of the lease ends; null: nothing is.
             */
            leaseUntil: string | null;
        };
        ResetPartition: {
            partition: number;
            /**
             * Format: int64
             * @description Null: nothing was committed.
             */
            from: number | null;
            /** Format: int64 */
            to: number;
        };
        Partition: {
            partition: number;
            /** Format: int64 */
            earliestOffset: number;
            /**
             * Format: int64
             * @description The next offset to be written.
             */
            endOffset: number;
            /** @description Id of a broker; null: there is no leader. */
            leader: number | null;
            replicas: number[];
            /** @description The replicas that are in sync. */
            isr: number[];
        };
        TopicPartition: {
            topic: string;
            partition: number;
            /** Format: int64 */
            earliestOffset: number;
            /**
             * Format: int64
             * @description The next offset to be written.
             */
            endOffset: number;
            /** @description Id of a broker; null: there is no leader. */
            leader: number | null;
            replicas: number[];
            /** @description The replicas that are in sync. */
            isr: number[];
        };
        Broker: {
            id: number;
            /** @description It resolves inside the network of the cluster only. */
            host: string;
            port: number;
            rack: string | null;
        };
        DeadLetter: {
            /** @description The same for the same message, however often it is given up. */
            id: string;
            /**
             * @description Where the message came from.
             * @enum {string}
             */
            source: "produce-queue" | "event-grid" | "consume-queue" | "group" | "subscription";
            /** @enum {string} */
            direction: "produce" | "deliver";
            messageId: string;
            /** @description Left out where the message does not say. */
            topic?: string;
            /** @description A problem code, `poisoned` or `too-many-deliveries`. */
            code: string;
            reason: string;
            attempts: number;
            /** Format: date-time */
            firstAt: string;
            /** Format: date-time */
            lastAt: string;
            /**
             * Format: date-time
             * @description Letters are in this order.
             */
            filedAt: string;
            bytes: number;
            contentType: string;
            claimCheck?: string;
            /** @description Of the copy beside the letter; null: there is none. */
            claimCheckBytes?: number | null;
        };
        ReplayResult: {
            /** @description The same for the same message, however often it is given up. */
            id: string;
            /** @enum {string} */
            result: "replayed" | "failed" | "in-progress" | "not-found" | "not-replayable" | "would-be-replayed";
            code?: components["schemas"]["ProblemCode"];
            detail?: string;
            retryable?: boolean;
            /** @enum {string} */
            outcome?: "not-written" | "unknown" | "partial";
        };
        Subscription: {
            name: string;
            topic: string;
            /** @enum {string} */
            start?: "earliest" | "latest";
            destination: {
                queue: string;
            } | {
                eventGrid: string;
            };
            /** @description The group that keeps how far it is. */
            group: string;
            paused: boolean;
            /** @description How often its destination has failed in succession. */
            failures: number;
            /**
             * Format: date-time
             * @description Its destination failed: until then it is left alone.
             */
            heldUntil: string | null;
            /**
             * Format: int64
             * @description Null: not known, or not begun.
             */
            lag: number | null;
            partitions: components["schemas"]["GroupPartition"][];
        };
        Finding: {
            /** @description The same in every run. */
            id: string;
            /** @enum {string} */
            kind: "leaderless" | "missing" | "partition-count-differs" | "replication-differs" | "properties-differ" | "under-replicated" | "undeclared" | "scratch-expired" | "not-readable" | "disputed" | "group-lag" | "group-without-topic" | "idle" | "empty";
            /** @enum {string} */
            severity: "error" | "warning" | "info";
            topic: string;
            group?: string;
            owner?: string;
            reason: string;
            /** @description Lines that an operator can run as they are. */
            commands: string[];
            /** @description Hash of what the finding rests on: an approval names it. */
            evidence: string;
            /** Format: date-time */
            markedAt?: string;
            /** Format: date-time */
            deletableFrom?: string;
            approvedBy?: string;
            /** Format: date-time */
            approvedAt?: string;
        };
        Action: {
            /** @enum {string} */
            kind: "create" | "mark" | "lift" | "close" | "withdraw" | "forget" | "delete";
            topic: string;
            reason: string;
            /** @enum {string} */
            outcome: "planned" | "done" | "held" | "failed";
            detail: string;
        };
        Report: {
            /**
             * Format: date-time
             * @description When it began, which is also its name.
             */
            run: string;
            /** Format: date-time */
            endedAt: string;
            /**
             * Format: date-time
             * @description Null: it was asked for.
             */
            scheduledAt: string | null;
            dryRun: boolean;
            /** @description Host name of the proxy. */
            cluster: string;
            /** @description The file with the declared topics; null: there is none. */
            declaration: string | null;
            /** @description Why nothing was concluded from what is absent; null: the cluster was seen whole. */
            partial: string | null;
            canDelete: boolean;
            propertiesCompared: boolean;
            counts: {
                topics: number;
                declared: number;
                internal: number;
                partitions: number;
                error: number;
                warning: number;
                info: number;
            };
            /** Format: date-time */
            evidenceSince: string | null;
            /** @description Calls of the proxy. */
            calls: number;
            findings: components["schemas"]["Finding"][];
            actions: components["schemas"]["Action"][];
        };
        /** @enum {string} */
        ProblemCode: "invalid-request" | "invalid-json" | "offset-out-of-range" | "cursor-invalid" | "lease-invalid" | "offset-not-leased" | "records-refused" | "unauthenticated" | "forbidden" | "topic-internal" | "route-not-found" | "topic-not-found" | "partition-not-found" | "group-not-found" | "dead-letter-not-found" | "subscription-not-found" | "finding-not-found" | "report-not-found" | "method-not-allowed" | "topic-delete-unsupported" | "not-acceptable" | "request-timeout" | "topic-differs" | "finding-changed" | "housekeeping-running" | "lease-expired" | "group-active" | "group-ahead-of-log" | "idempotency-in-progress" | "request-too-large" | "record-too-large" | "unsupported-media-type" | "event-without-rule" | "destination-refused" | "idempotency-key-reused" | "too-many-requests" | "too-many-waiting" | "settings-invalid" | "proxy-forbidden" | "internal-error" | "proxy-answer-invalid" | "answer-too-large" | "produce-partial" | "proxy-unavailable" | "proxy-refused-token" | "token-unavailable" | "storage-unavailable" | "authority-unavailable" | "kafka-unavailable" | "destination-unavailable" | "paused" | "proxy-timeout" | "produce-outcome-unknown";
        Fault: {
            /** @description The line of a stream, from 1 on. */
            line?: number;
            /** @description Where in the body (RFC 6901, as a fragment). */
            pointer: string;
            detail: string;
        } | {
            parameter: string;
            /** @enum {string} */
            in: "path" | "query" | "header" | "setting";
            detail: string;
        };
        /** @description RFC 9457. Members that only some problems have may be left out. */
        Problem: {
            /** @enum {string} */
            type: "urn:kafka-rest-functions:problem:invalid-request" | "urn:kafka-rest-functions:problem:invalid-json" | "urn:kafka-rest-functions:problem:offset-out-of-range" | "urn:kafka-rest-functions:problem:cursor-invalid" | "urn:kafka-rest-functions:problem:lease-invalid" | "urn:kafka-rest-functions:problem:offset-not-leased" | "urn:kafka-rest-functions:problem:records-refused" | "urn:kafka-rest-functions:problem:unauthenticated" | "urn:kafka-rest-functions:problem:forbidden" | "urn:kafka-rest-functions:problem:topic-internal" | "urn:kafka-rest-functions:problem:route-not-found" | "urn:kafka-rest-functions:problem:topic-not-found" | "urn:kafka-rest-functions:problem:partition-not-found" | "urn:kafka-rest-functions:problem:group-not-found" | "urn:kafka-rest-functions:problem:dead-letter-not-found" | "urn:kafka-rest-functions:problem:subscription-not-found" | "urn:kafka-rest-functions:problem:finding-not-found" | "urn:kafka-rest-functions:problem:report-not-found" | "urn:kafka-rest-functions:problem:method-not-allowed" | "urn:kafka-rest-functions:problem:topic-delete-unsupported" | "urn:kafka-rest-functions:problem:not-acceptable" | "urn:kafka-rest-functions:problem:request-timeout" | "urn:kafka-rest-functions:problem:topic-differs" | "urn:kafka-rest-functions:problem:finding-changed" | "urn:kafka-rest-functions:problem:housekeeping-running" | "urn:kafka-rest-functions:problem:lease-expired" | "urn:kafka-rest-functions:problem:group-active" | "urn:kafka-rest-functions:problem:group-ahead-of-log" | "urn:kafka-rest-functions:problem:idempotency-in-progress" | "urn:kafka-rest-functions:problem:request-too-large" | "urn:kafka-rest-functions:problem:record-too-large" | "urn:kafka-rest-functions:problem:unsupported-media-type" | "urn:kafka-rest-functions:problem:event-without-rule" | "urn:kafka-rest-functions:problem:destination-refused" | "urn:kafka-rest-functions:problem:idempotency-key-reused" | "urn:kafka-rest-functions:problem:too-many-requests" | "urn:kafka-rest-functions:problem:too-many-waiting" | "urn:kafka-rest-functions:problem:settings-invalid" | "urn:kafka-rest-functions:problem:proxy-forbidden" | "urn:kafka-rest-functions:problem:internal-error" | "urn:kafka-rest-functions:problem:proxy-answer-invalid" | "urn:kafka-rest-functions:problem:answer-too-large" | "urn:kafka-rest-functions:problem:produce-partial" | "urn:kafka-rest-functions:problem:proxy-unavailable" | "urn:kafka-rest-functions:problem:proxy-refused-token" | "urn:kafka-rest-functions:problem:token-unavailable" | "urn:kafka-rest-functions:problem:storage-unavailable" | "urn:kafka-rest-functions:problem:authority-unavailable" | "urn:kafka-rest-functions:problem:kafka-unavailable" | "urn:kafka-rest-functions:problem:destination-unavailable" | "urn:kafka-rest-functions:problem:paused" | "urn:kafka-rest-functions:problem:proxy-timeout" | "urn:kafka-rest-functions:problem:produce-outcome-unknown";
            title: string;
            status: number;
            /** @description What is wrong here, and what to do. */
            detail: string;
            code: components["schemas"]["ProblemCode"];
            /** @description The same request may succeed later; that does not make a repeat harmless. */
            retryable: boolean;
            /** @description The same as x-ms-request-id. */
            invocationId: string;
            /**
             * @description What became of the records of a produce request: none written, not known, some accepted.
             * @enum {string}
             */
            outcome?: "not-written" | "unknown" | "partial";
            /** @description The same as the header Retry-After. */
            retryAfterSeconds?: number;
            /** @description All that is wrong with the request. */
            errors?: components["schemas"]["Fault"][];
            /** @description How many faults there are beyond those in `errors`. */
            moreErrors?: number;
            /** @description `produce-partial`: what became of which records. */
            outcomes?: {
                /** @description The first record, counted from 0. */
                from: number;
                /** @description The last record, which belongs to it. */
                to: number;
                /** @enum {string} */
                outcome: "accepted" | "not-written" | "unknown";
                code?: components["schemas"]["ProblemCode"];
            }[];
            /** @description A refused call was sent again in parts, in case a refusal did write. */
            duplicatesPossible?: boolean;
            /** @description What the first request with this key was told. */
            idempotentReplayed?: boolean;
            /** @description Of a stream of lines: so many records before it failed. */
            accepted?: number;
            /** @description From this line on nothing was written. */
            notWrittenFromLine?: number;
            partition?: number;
            partitions?: number[];
            /**
             * Format: int64
             * @description `offset-out-of-range`: what was asked for.
             */
            offset?: number;
            /** Format: int64 */
            earliestOffset?: number;
            /**
             * Format: int64
             * @description The next offset to be written.
             */
            endOffset?: number;
            /** Format: int64 */
            committed?: number | null;
            /** Format: date-time */
            leaseUntil?: string | null;
            /** @description `topic-differs`: what stands. */
            partitionCount?: number;
            replicationFactor?: number;
            passedOver?: components["schemas"]["PassedOver"][];
            /** @description The partitions that were reset before it failed. */
            reset?: components["schemas"]["ResetPartition"][];
        };
    };
    responses: {
        /** @description `invalid-request`: The request is not valid. `invalid-json`: The body is not valid JSON. */
        "400.invalid-request.invalid-json": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "invalid-request" | "invalid-json";
                };
            };
        };
        /** @description `unauthenticated`: No valid token. Where the host asks for a key, it answers without a body. */
        "401.unauthenticated": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "www-authenticate": components["headers"]["www-authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unauthenticated";
                };
            };
        };
        /** @description `topic-internal`: The topic is one of Kafka's own. `forbidden`: The caller may not do this. */
        "403.topic-internal.forbidden": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "www-authenticate": components["headers"]["www-authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "topic-internal" | "forbidden";
                };
            };
        };
        /** @description `topic-not-found`: There is no such topic. */
        "404.topic-not-found": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "topic-not-found";
                };
            };
        };
        /** @description `request-timeout`: The request did not arrive in time. */
        "408.request-timeout": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "request-timeout";
                };
            };
        };
        /** @description `topic-differs`: The topic stands with another shape. */
        "409.topic-differs": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "retry-after": components["headers"]["retry-after"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "topic-differs";
                };
            };
        };
        /** @description `request-too-large`: The request is too large. */
        "413.request-too-large": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "request-too-large";
                };
            };
        };
        /** @description `unsupported-media-type`: The content type or encoding cannot be read. */
        "415.unsupported-media-type": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "accept-post": components["headers"]["accept-post"];
                "accept-encoding": components["headers"]["accept-encoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unsupported-media-type";
                };
            };
        };
        /** @description `too-many-requests`: Too much is waiting already. */
        "429.too-many-requests": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "retry-after": components["headers"]["retry-after"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "too-many-requests";
                };
            };
        };
        /** @description `proxy-forbidden`: The app registration is not in the cluster's group. `settings-invalid`: The settings of this app are not valid. `internal-error`: This app failed. */
        "500.proxy-forbidden.settings-invalid.internal-error": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "proxy-forbidden" | "settings-invalid" | "internal-error";
                };
            };
        };
        /** @description `proxy-answer-invalid`: The Kafka REST proxy gave no usable answer. */
        "502.proxy-answer-invalid": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "proxy-answer-invalid";
                };
            };
        };
        /** @description `token-unavailable`: No token for the Kafka REST proxy. `proxy-refused-token`: The Kafka REST proxy refused the token. `proxy-unavailable`: The Kafka REST proxy cannot serve now. `authority-unavailable`: The authority of tokens cannot be asked now. */
        "503.token-unavailable.proxy-refused-token.proxy-unavailable.authority-unavailable": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "retry-after": components["headers"]["retry-after"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "token-unavailable" | "proxy-refused-token" | "proxy-unavailable" | "authority-unavailable";
                };
            };
        };
        /** @description `proxy-timeout`: The Kafka REST proxy did not answer in time. */
        "504.proxy-timeout": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "proxy-timeout";
                };
            };
        };
        /** @description `invalid-request`: The request is not valid. */
        "400.invalid-request": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "invalid-request";
                };
            };
        };
        /** @description `forbidden`: The caller may not do this. */
        "403.forbidden": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "www-authenticate": components["headers"]["www-authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "forbidden";
                };
            };
        };
        /** @description `partition-not-found`: The topic has no such partition. `topic-not-found`: There is no such topic. */
        "404.partition-not-found.topic-not-found": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "partition-not-found" | "topic-not-found";
                };
            };
        };
        /** @description `topic-delete-unsupported`: The Kafka REST proxy cannot delete topics. */
        "405.topic-delete-unsupported": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                allow: components["headers"]["allow"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "topic-delete-unsupported";
                };
            };
        };
        /** @description `settings-invalid`: The settings of this app are not valid. `internal-error`: This app failed. */
        "500.settings-invalid.internal-error": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "settings-invalid" | "internal-error";
                };
            };
        };
        /** @description `authority-unavailable`: The authority of tokens cannot be asked now. */
        "503.authority-unavailable": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "retry-after": components["headers"]["retry-after"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "authority-unavailable";
                };
            };
        };
        /** @description `invalid-request`: The request is not valid. `records-refused`: The Kafka REST proxy refused the records. `invalid-json`: The body is not valid JSON. */
        "400.invalid-request.records-refused.invalid-json.produce": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "idempotent-replayed": components["headers"]["idempotent-replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "invalid-request" | "records-refused" | "invalid-json";
                };
            };
        };
        /** @description `unauthenticated`: No valid token. Where the host asks for a key, it answers without a body. */
        "401.unauthenticated.produce": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "www-authenticate": components["headers"]["www-authenticate"];
                "idempotent-replayed": components["headers"]["idempotent-replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unauthenticated";
                };
            };
        };
        /** @description `topic-internal`: The topic is one of Kafka's own. `forbidden`: The caller may not do this. */
        "403.topic-internal.forbidden.produce": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "www-authenticate": components["headers"]["www-authenticate"];
                "idempotent-replayed": components["headers"]["idempotent-replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "topic-internal" | "forbidden";
                };
            };
        };
        /** @description `partition-not-found`: The topic has no such partition. `topic-not-found`: There is no such topic. */
        "404.partition-not-found.topic-not-found.produce": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "idempotent-replayed": components["headers"]["idempotent-replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "partition-not-found" | "topic-not-found";
                };
            };
        };
        /** @description `request-timeout`: The request did not arrive in time. */
        "408.request-timeout.produce": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "idempotent-replayed": components["headers"]["idempotent-replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "request-timeout";
                };
            };
        };
        /** @description `idempotency-in-progress`: A request with this key is under way. */
        "409.idempotency-in-progress.produce": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "retry-after": components["headers"]["retry-after"];
                "idempotent-replayed": components["headers"]["idempotent-replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "idempotency-in-progress";
                };
            };
        };
        /** @description `record-too-large`: A record is too large. `request-too-large`: The request is too large. */
        "413.record-too-large.request-too-large.produce": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "idempotent-replayed": components["headers"]["idempotent-replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "record-too-large" | "request-too-large";
                };
            };
        };
        /** @description `unsupported-media-type`: The content type or encoding cannot be read. */
        "415.unsupported-media-type.produce": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "accept-post": components["headers"]["accept-post"];
                "accept-encoding": components["headers"]["accept-encoding"];
                "idempotent-replayed": components["headers"]["idempotent-replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unsupported-media-type";
                };
            };
        };
        /** @description `idempotency-key-reused`: The key stands for another request. */
        "422.idempotency-key-reused.produce": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "idempotent-replayed": components["headers"]["idempotent-replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "idempotency-key-reused";
                };
            };
        };
        /** @description `too-many-requests`: Too much is waiting already. */
        "429.too-many-requests.produce": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "retry-after": components["headers"]["retry-after"];
                "idempotent-replayed": components["headers"]["idempotent-replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "too-many-requests";
                };
            };
        };
        /** @description `proxy-forbidden`: The app registration is not in the cluster's group. `settings-invalid`: The settings of this app are not valid. `internal-error`: This app failed. */
        "500.proxy-forbidden.settings-invalid.internal-error.produce": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "idempotent-replayed": components["headers"]["idempotent-replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "proxy-forbidden" | "settings-invalid" | "internal-error";
                };
            };
        };
        /** @description `produce-partial`: A part of the records was not accepted. `answer-too-large`: The answer is too large for this host. `proxy-answer-invalid`: The Kafka REST proxy gave no usable answer. */
        "502.produce-partial.answer-too-large.proxy-answer-invalid.produce": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "idempotent-replayed": components["headers"]["idempotent-replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "produce-partial" | "answer-too-large" | "proxy-answer-invalid";
                };
            };
        };
        /** @description `token-unavailable`: No token for the Kafka REST proxy. `proxy-refused-token`: The Kafka REST proxy refused the token. `proxy-unavailable`: The Kafka REST proxy cannot serve now. `storage-unavailable`: The storage of this app cannot serve now. `authority-unavailable`: The authority of tokens cannot be asked now. */
        "503.token-unavailable.proxy-refused-token.proxy-unavailable.storage-unavailable.authority-unavailable.produce": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "retry-after": components["headers"]["retry-after"];
                "idempotent-replayed": components["headers"]["idempotent-replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "token-unavailable" | "proxy-refused-token" | "proxy-unavailable" | "storage-unavailable" | "authority-unavailable";
                };
            };
        };
        /** @description `produce-outcome-unknown`: The records may or may not have been written. `proxy-timeout`: The Kafka REST proxy did not answer in time. */
        "504.produce-outcome-unknown.proxy-timeout.produce": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "idempotent-replayed": components["headers"]["idempotent-replayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "produce-outcome-unknown" | "proxy-timeout";
                };
            };
        };
        /** @description `invalid-request`: The request is not valid. `offset-out-of-range`: The offset is outside the log. */
        "400.invalid-request.offset-out-of-range": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "invalid-request" | "offset-out-of-range";
                };
            };
        };
        /** @description `too-many-waiting`: Too many calls wait for records already. `too-many-requests`: Too much is waiting already. */
        "429.too-many-waiting.too-many-requests": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "retry-after": components["headers"]["retry-after"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "too-many-waiting" | "too-many-requests";
                };
            };
        };
        /** @description `answer-too-large`: The answer is too large for this host. `proxy-answer-invalid`: The Kafka REST proxy gave no usable answer. */
        "502.answer-too-large.proxy-answer-invalid": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "answer-too-large" | "proxy-answer-invalid";
                };
            };
        };
        /** @description `invalid-request`: The request is not valid. `cursor-invalid`: The cursor cannot be used. `offset-out-of-range`: The offset is outside the log. */
        "400.invalid-request.cursor-invalid.offset-out-of-range": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "invalid-request" | "cursor-invalid" | "offset-out-of-range";
                };
            };
        };
        /** @description `not-acceptable`: The answer cannot be had in that form. */
        "406.not-acceptable": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "not-acceptable";
                };
            };
        };
        /** @description `invalid-request`: The request is not valid. `lease-invalid`: The lease cannot be used. `offset-out-of-range`: The offset is outside the log. `invalid-json`: The body is not valid JSON. */
        "400.invalid-request.lease-invalid.offset-out-of-range.invalid-json": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "invalid-request" | "lease-invalid" | "offset-out-of-range" | "invalid-json";
                };
            };
        };
        /** @description `lease-expired`: The lease has ended. `group-ahead-of-log`: The group is ahead of the log. */
        "409.lease-expired.group-ahead-of-log": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "retry-after": components["headers"]["retry-after"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "lease-expired" | "group-ahead-of-log";
                };
            };
        };
        /** @description `token-unavailable`: No token for the Kafka REST proxy. `proxy-refused-token`: The Kafka REST proxy refused the token. `proxy-unavailable`: The Kafka REST proxy cannot serve now. `storage-unavailable`: The storage of this app cannot serve now. `authority-unavailable`: The authority of tokens cannot be asked now. */
        "503.token-unavailable.proxy-refused-token.proxy-unavailable.storage-unavailable.authority-unavailable": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "retry-after": components["headers"]["retry-after"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "token-unavailable" | "proxy-refused-token" | "proxy-unavailable" | "storage-unavailable" | "authority-unavailable";
                };
            };
        };
        /** @description `invalid-request`: The request is not valid. `lease-invalid`: The lease cannot be used. `invalid-json`: The body is not valid JSON. */
        "400.invalid-request.lease-invalid.invalid-json": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "invalid-request" | "lease-invalid" | "invalid-json";
                };
            };
        };
        /** @description `lease-expired`: The lease has ended. */
        "409.lease-expired": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "retry-after": components["headers"]["retry-after"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "lease-expired";
                };
            };
        };
        /** @description `storage-unavailable`: The storage of this app cannot serve now. `authority-unavailable`: The authority of tokens cannot be asked now. */
        "503.storage-unavailable.authority-unavailable": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "retry-after": components["headers"]["retry-after"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "storage-unavailable" | "authority-unavailable";
                };
            };
        };
        /** @description `offset-not-leased`: The offset was not handed out. `invalid-request`: The request is not valid. `lease-invalid`: The lease cannot be used. `invalid-json`: The body is not valid JSON. */
        "400.offset-not-leased.invalid-request.lease-invalid.invalid-json": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "offset-not-leased" | "invalid-request" | "lease-invalid" | "invalid-json";
                };
            };
        };
        /** @description `group-not-found`: There is no such group. */
        "404.group-not-found": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "group-not-found";
                };
            };
        };
        /** @description `group-not-found`: There is no such group. `partition-not-found`: The topic has no such partition. `topic-not-found`: There is no such topic. */
        "404.group-not-found.partition-not-found.topic-not-found": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "group-not-found" | "partition-not-found" | "topic-not-found";
                };
            };
        };
        /** @description `group-active`: A member of the group holds records. */
        "409.group-active": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "retry-after": components["headers"]["retry-after"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "group-active";
                };
            };
        };
        /** @description `dead-letter-not-found`: There is no such dead letter. */
        "404.dead-letter-not-found": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "dead-letter-not-found";
                };
            };
        };
        /** @description `answer-too-large`: The answer is too large for this host. */
        "502.answer-too-large": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "answer-too-large";
                };
            };
        };
        /** @description `subscription-not-found`: There is no such subscription. */
        "404.subscription-not-found": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "subscription-not-found";
                };
            };
        };
        /** @description `housekeeping-running`: Housekeeping runs already. */
        "409.housekeeping-running": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "retry-after": components["headers"]["retry-after"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "housekeeping-running";
                };
            };
        };
        /** @description `report-not-found`: There is no report of housekeeping yet. */
        "404.report-not-found": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "report-not-found";
                };
            };
        };
        /** @description `finding-not-found`: The last report has no such finding. */
        "404.finding-not-found": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "finding-not-found";
                };
            };
        };
        /** @description `finding-changed`: What the finding rests on has changed. */
        "409.finding-changed": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                "retry-after": components["headers"]["retry-after"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "finding-changed";
                };
            };
        };
        /** @description `internal-error`: This app failed. */
        "500.internal-error": {
            headers: {
                "x-ms-request-id": components["headers"]["x-ms-request-id"];
                "cache-control": components["headers"]["cache-control"];
                vary: components["headers"]["vary"];
                "content-encoding": components["headers"]["content-encoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "internal-error";
                };
            };
        };
    };
    parameters: {
        /**
         * @description A topic; Kafka's own are refused where records or groups are asked for.
         * @example hello
         */
        topic: string;
        /**
         * @description From 0 on.
         * @example 0
         */
        partition: number;
        /**
         * @description A group; `subscription.` begins those of subscriptions, which only show themselves.
         * @example billing
         */
        group: string;
        /**
         * @description A dead letter.
         * @example 9f86d081884c7d659a2feaa0c55ad015
         */
        id: string;
        /**
         * @description A subscription.
         * @example hello-to-billing
         */
        name: string;
    };
    requestBodies: never;
    headers: {
        /** @description The invocation: what the log of the app knows the call by. */
        "x-ms-request-id": string;
        /** @description Nothing here is for caches. */
        "cache-control": "no-store";
        /** @description Seconds after which a repeat may succeed. */
        "retry-after": string;
        /** @description The methods that the route has. */
        allow: string;
        /** @description Which token is asked for (RFC 6750). */
        "www-authenticate": string;
        /** @description The content types that can be sent. */
        "accept-post": string;
        /** @description The content encoding that can be sent. */
        "accept-encoding": string;
        /** @description The next page, `rel="next"`: a query alone, to be taken with the path of the request. */
        link: string;
        /** @description The same as `nextOffset`, under the name that the Kafka REST proxy has for it. */
        nextoffset: string;
        /** @description The path of the topic. */
        location: string;
        /** @description What the first request with this key was told. */
        "idempotent-replayed": "true";
        /** @description RFC 7240. */
        "preference-applied": "respond-async";
        /** @description As a download, which no browser shows. */
        "content-disposition": string;
        /** @description No browser guesses its type. */
        "x-content-type-options": "nosniff";
        /** @description The answer may be gzip. */
        vary: "Accept-Encoding";
        /** @description `gzip`, where the caller accepts it. */
        "content-encoding": "gzip";
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    describeTopic: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A topic; Kafka's own are refused where records or groups are asked for.
                 * @example hello
                 */
                topic: components["parameters"]["topic"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The replication factor is that of the first partition. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "topic": "hello",
                     *       "partitionCount": 1,
                     *       "replicationFactor": 3,
                     *       "partitions": [
                     *         {
                     *           "partition": 0,
                     *           "earliestOffset": 0,
                     *           "endOffset": 42,
                     *           "leader": 1001,
                     *           "replicas": [
                     *             1001,
                     *             1002,
                     *             1003
                     *           ],
                     *           "isr": [
                     *             1001,
                     *             1002,
                     *             1003
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        topic: string;
                        partitionCount: number;
                        replicationFactor: number;
                        partitions: components["schemas"]["Partition"][];
                    };
                };
            };
            400: components["responses"]["400.invalid-request"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.topic-not-found"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.proxy-forbidden.settings-invalid.internal-error"];
            502: components["responses"]["502.proxy-answer-invalid"];
            503: components["responses"]["503.token-unavailable.proxy-refused-token.proxy-unavailable.authority-unavailable"];
            504: components["responses"]["504.proxy-timeout"];
        };
    };
    createTopic: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A topic; Kafka's own are refused where records or groups are asked for.
                 * @example hello
                 */
                topic: components["parameters"]["topic"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "partitionCount": 1,
                 *       "replicationFactor": 1
                 *     }
                 */
                "application/json": {
                    partitionCount?: number;
                    replicationFactor?: number;
                    topicProperties?: {
                        [key: string]: string | number | boolean;
                    };
                };
            };
        };
        responses: {
            /** @description It stood already, with this shape. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "topic": "hello",
                     *       "partitionCount": 1,
                     *       "replicationFactor": 1,
                     *       "state": "stands",
                     *       "topicPropertiesCompared": false
                     *     }
                     */
                    "application/json": {
                        topic: string;
                        /** @enum {string} */
                        state: "stands";
                        partitionCount: number | null;
                        replicationFactor: number | null;
                        /** @constant */
                        topicPropertiesCompared?: false;
                    };
                };
            };
            /** @description Made, and visible in two reads in a row. */
            201: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    location: components["headers"]["location"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "topic": "hello",
                     *       "partitionCount": 1,
                     *       "replicationFactor": 1,
                     *       "state": "created"
                     *     }
                     */
                    "application/json": {
                        topic: string;
                        /** @enum {string} */
                        state: "created";
                        partitionCount: number | null;
                        replicationFactor: number | null;
                    };
                };
            };
            /** @description Made, but not visible within the wait. */
            202: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    location: components["headers"]["location"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "topic": "hello",
                     *       "state": "invisible",
                     *       "partitionCount": null,
                     *       "replicationFactor": null
                     *     }
                     */
                    "application/json": {
                        topic: string;
                        /** @enum {string} */
                        state: "invisible";
                        partitionCount: number | null;
                        replicationFactor: number | null;
                    };
                };
            };
            400: components["responses"]["400.invalid-request.invalid-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.topic-internal.forbidden"];
            404: components["responses"]["404.topic-not-found"];
            408: components["responses"]["408.request-timeout"];
            409: components["responses"]["409.topic-differs"];
            413: components["responses"]["413.request-too-large"];
            415: components["responses"]["415.unsupported-media-type"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.proxy-forbidden.settings-invalid.internal-error"];
            502: components["responses"]["502.proxy-answer-invalid"];
            503: components["responses"]["503.token-unavailable.proxy-refused-token.proxy-unavailable.authority-unavailable"];
            504: components["responses"]["504.proxy-timeout"];
        };
    };
    deleteTopic: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A topic; Kafka's own are refused where records or groups are asked for.
                 * @example hello
                 */
                topic: components["parameters"]["topic"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            405: components["responses"]["405.topic-delete-unsupported"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.settings-invalid.internal-error"];
            503: components["responses"]["503.authority-unavailable"];
        };
    };
    describeTopicHead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A topic; Kafka's own are refused where records or groups are asked for.
                 * @example hello
                 */
                topic: components["parameters"]["topic"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As GET, without the body. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "4XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "5XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listTopics: {
        parameters: {
            query?: {
                /** @description Names that begin so. */
                prefix?: string;
                /** @description Kafka's own topics, too. */
                internal?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The topics that the caller may see. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "topics": [
                     *         "hello"
                     *       ]
                     *     }
                     */
                    "application/json": {
                        topics: string[];
                    };
                };
            };
            400: components["responses"]["400.invalid-request"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.proxy-forbidden.settings-invalid.internal-error"];
            502: components["responses"]["502.proxy-answer-invalid"];
            503: components["responses"]["503.token-unavailable.proxy-refused-token.proxy-unavailable.authority-unavailable"];
            504: components["responses"]["504.proxy-timeout"];
        };
    };
    listTopicsHead: {
        parameters: {
            query?: {
                /** @description Names that begin so. */
                prefix?: string;
                /** @description Kafka's own topics, too. */
                internal?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As GET, without the body. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "4XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "5XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listPartitions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A topic; Kafka's own are refused where records or groups are asked for.
                 * @example hello
                 */
                topic: components["parameters"]["topic"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Offsets, leader, replicas and in-sync replicas of each. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "topic": "hello",
                     *       "partitions": [
                     *         {
                     *           "partition": 0,
                     *           "earliestOffset": 0,
                     *           "endOffset": 42,
                     *           "leader": 1001,
                     *           "replicas": [
                     *             1001,
                     *             1002,
                     *             1003
                     *           ],
                     *           "isr": [
                     *             1001,
                     *             1002,
                     *             1003
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        topic: string;
                        partitions: components["schemas"]["Partition"][];
                    };
                };
            };
            400: components["responses"]["400.invalid-request"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.topic-not-found"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.proxy-forbidden.settings-invalid.internal-error"];
            502: components["responses"]["502.proxy-answer-invalid"];
            503: components["responses"]["503.token-unavailable.proxy-refused-token.proxy-unavailable.authority-unavailable"];
            504: components["responses"]["504.proxy-timeout"];
        };
    };
    listPartitionsHead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A topic; Kafka's own are refused where records or groups are asked for.
                 * @example hello
                 */
                topic: components["parameters"]["topic"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As GET, without the body. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "4XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "5XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    describePartition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A topic; Kafka's own are refused where records or groups are asked for.
                 * @example hello
                 */
                topic: components["parameters"]["topic"];
                /**
                 * @description From 0 on.
                 * @example 0
                 */
                partition: components["parameters"]["partition"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Offsets, leader, replicas and in-sync replicas. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "topic": "hello",
                     *       "partition": 0,
                     *       "earliestOffset": 0,
                     *       "endOffset": 42,
                     *       "leader": 1001,
                     *       "replicas": [
                     *         1001,
                     *         1002,
                     *         1003
                     *       ],
                     *       "isr": [
                     *         1001,
                     *         1002,
                     *         1003
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["TopicPartition"];
                };
            };
            400: components["responses"]["400.invalid-request"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.partition-not-found.topic-not-found"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.proxy-forbidden.settings-invalid.internal-error"];
            502: components["responses"]["502.proxy-answer-invalid"];
            503: components["responses"]["503.token-unavailable.proxy-refused-token.proxy-unavailable.authority-unavailable"];
            504: components["responses"]["504.proxy-timeout"];
        };
    };
    describePartitionHead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A topic; Kafka's own are refused where records or groups are asked for.
                 * @example hello
                 */
                topic: components["parameters"]["topic"];
                /**
                 * @description From 0 on.
                 * @example 0
                 */
                partition: components["parameters"]["partition"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As GET, without the body. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "4XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "5XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listBrokers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In the order of the proxy. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "brokers": [
                     *         {
                     *           "id": 1001,
                     *           "host": "wn0-kafka.internal.cloudapp.net",
                     *           "port": 9092,
                     *           "rack": "/rack1"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        brokers: components["schemas"]["Broker"][];
                    };
                };
            };
            400: components["responses"]["400.invalid-request"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.proxy-forbidden.settings-invalid.internal-error"];
            502: components["responses"]["502.proxy-answer-invalid"];
            503: components["responses"]["503.token-unavailable.proxy-refused-token.proxy-unavailable.authority-unavailable"];
            504: components["responses"]["504.proxy-timeout"];
        };
    };
    listBrokersHead: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As GET, without the body. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "4XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "5XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readTopic: {
        parameters: {
            query?: {
                /** @description Begin where another answer ended. */
                cursor?: string;
                /** @description Begin there. */
                offset?: "earliest" | "latest";
                /** @description Begin so many offsets before the end, in each partition. */
                last?: number;
                /** @description Begin with the first record at or after that time, in each partition. */
                timestamp?: string | number;
                /** @description End before the first record at or after that time, in each partition. */
                untilTimestamp?: string | number;
                /** @description Read these alone. */
                partitions?: string;
                /** @description Records whose key is exactly that. */
                key?: string;
                /**
                 * @description So many records at most; JSON: 100 if left out.
                 * @example 10
                 */
                count?: number;
                /** @description So many bytes of records at most; JSON: 6,000,000 if left out. */
                maxBytes?: number;
                /** @description How long to wait for a first record. */
                waitMs?: number;
                /** @description `json`: a value whose text is JSON is given as JSON. */
                value?: "string" | "json";
                /** @description What to do where the log has lost the place. */
                onOutOfRange?: "error" | "earliest" | "latest";
                /** @description Tell the ends of the log and the lag. */
                lag?: boolean;
            };
            header?: {
                /** @description Of server-sent events: the cursor of the last one; it wins over the query. */
                "Last-Event-ID"?: string;
            };
            path: {
                /**
                 * @description A topic; Kafka's own are refused where records or groups are asked for.
                 * @example hello
                 */
                topic: components["parameters"]["topic"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Records as they are read. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    link: components["headers"]["link"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "records": [
                     *         {
                     *           "key": "k1",
                     *           "value": "{\"n\":21.50}",
                     *           "partition": 0,
                     *           "offset": 41,
                     *           "timestamp": 1767225600000,
                     *           "timestampType": "CreateTime"
                     *         }
                     *       ],
                     *       "cursor": "AQVoZWxsbwABKg",
                     *       "partitions": [
                     *         {
                     *           "partition": 0,
                     *           "nextOffset": 42,
                     *           "endOffset": 42,
                     *           "lag": 0
                     *         }
                     *       ],
                     *       "caughtUp": true
                     *     }
                     */
                    "application/json": {
                        records: components["schemas"]["ConsumedRecord"][];
                        /** @description Goes on behind these records. */
                        cursor: string;
                        partitions: components["schemas"]["PartitionProgress"][];
                        /** @description There is nothing more to read now. */
                        caughtUp: boolean;
                    };
                    /**
                     * @example {"key":"k1","value":"{\"n\":21.50}","partition":0,"offset":41,"timestamp":1767225600000,"timestampType":"CreateTime"}
                     *     {"cursor":"AQVoZWxsbwABKg","done":true,"partitions":[{"partition":0,"nextOffset":42,"endOffset":42,"lag":0}],"caughtUp":true}
                     */
                    "application/x-ndjson": string;
                    /**
                     * @example id: AQVoZWxsbwABKg
                     *     data: {"key":"k1","value":"{\"n\":21.50}","partition":0,"offset":41,"timestamp":1767225600000,"timestampType":"CreateTime"}
                     */
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["400.invalid-request.cursor-invalid.offset-out-of-range"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.topic-internal.forbidden"];
            404: components["responses"]["404.partition-not-found.topic-not-found"];
            406: components["responses"]["406.not-acceptable"];
            429: components["responses"]["429.too-many-waiting.too-many-requests"];
            500: components["responses"]["500.proxy-forbidden.settings-invalid.internal-error"];
            502: components["responses"]["502.answer-too-large.proxy-answer-invalid"];
            503: components["responses"]["503.token-unavailable.proxy-refused-token.proxy-unavailable.authority-unavailable"];
            504: components["responses"]["504.proxy-timeout"];
        };
    };
    produceRecords: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat harmless: 1 to 255 visible ASCII characters, as `"key"` or `key`. Refused with a stream of lines. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 when the records are in the queue. */
                Prefer?: string;
                /** @description `1.0`: one event in binary mode; its other attributes are `ce-` headers, the body its data. */
                "ce-specversion"?: string;
            };
            path: {
                /**
                 * @description A topic; Kafka's own are refused where records or groups are asked for.
                 * @example hello
                 */
                topic: components["parameters"]["topic"];
            };
            cookie?: never;
        };
        /** @description Any body may come with `Content-Encoding: gzip`. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "records": [
                 *         {
                 *           "key": "k1",
                 *           "value": {
                 *             "n": 21.5
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    records: components["schemas"]["ProduceRecord"][];
                };
                /**
                 * @example {"key":"k1","value":{"n":1}}
                 *     {"key":"k2","value":null}
                 */
                "application/x-ndjson": string;
                /**
                 * @example {
                 *       "specversion": "1.0",
                 *       "id": "order-4711",
                 *       "source": "/shop",
                 *       "type": "com.example.order.placed",
                 *       "partitionkey": "k1",
                 *       "data": {
                 *         "n": 1
                 *       }
                 *     }
                 */
                "application/cloudevents+json": {
                    /** @constant */
                    specversion: "1.0";
                    id: string;
                    source: string;
                    type: string;
                    datacontenttype?: string;
                    dataschema?: string;
                    subject?: string;
                    /** Format: date-time */
                    time?: string;
                    data?: unknown;
                    data_base64?: string;
                } & {
                    [key: string]: string | number | boolean;
                };
                /**
                 * @example [
                 *       {
                 *         "specversion": "1.0",
                 *         "id": "order-4711",
                 *         "source": "/shop",
                 *         "type": "com.example.order.placed",
                 *         "partitionkey": "k1",
                 *         "data": {
                 *           "n": 1
                 *         }
                 *       }
                 *     ]
                 */
                "application/cloudevents-batch+json": ({
                    /** @constant */
                    specversion: "1.0";
                    id: string;
                    source: string;
                    type: string;
                    datacontenttype?: string;
                    dataschema?: string;
                    subject?: string;
                    /** Format: date-time */
                    time?: string;
                    data?: unknown;
                    data_base64?: string;
                } & {
                    [key: string]: string | number | boolean;
                })[];
            };
        };
        responses: {
            /** @description Accepted. Of a stream of lines: its first chunk; the last line tells the rest. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    "idempotent-replayed": components["headers"]["idempotent-replayed"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "topic": "hello",
                     *       "accepted": 1
                     *     }
                     */
                    "application/json": {
                        topic: string;
                        /** @description So many records. */
                        accepted: number;
                        /** @description A call of several callers was refused and sent again in parts. */
                        duplicatesPossible?: boolean;
                        /** @description What the first request with this key was told. */
                        idempotentReplayed?: boolean;
                    };
                    /**
                     * @example {"fromLine":1,"toLine":2,"outcome":"accepted"}
                     *     {"done":true,"topic":"hello","outcome":"accepted","accepted":2}
                     */
                    "application/x-ndjson": string;
                };
            };
            /** @description In the queue, as the caller preferred. */
            202: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    "preference-applied": components["headers"]["preference-applied"];
                    "idempotent-replayed": components["headers"]["idempotent-replayed"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "messageId": "5d1c1b32-4f0e-4c53-9c6e-0f5a4ff0b9f1"
                     *     }
                     */
                    "application/json": {
                        messageId: string;
                        idempotentReplayed?: boolean;
                    };
                };
            };
            400: components["responses"]["400.invalid-request.records-refused.invalid-json.produce"];
            401: components["responses"]["401.unauthenticated.produce"];
            403: components["responses"]["403.topic-internal.forbidden.produce"];
            404: components["responses"]["404.partition-not-found.topic-not-found.produce"];
            408: components["responses"]["408.request-timeout.produce"];
            409: components["responses"]["409.idempotency-in-progress.produce"];
            413: components["responses"]["413.record-too-large.request-too-large.produce"];
            415: components["responses"]["415.unsupported-media-type.produce"];
            422: components["responses"]["422.idempotency-key-reused.produce"];
            429: components["responses"]["429.too-many-requests.produce"];
            500: components["responses"]["500.proxy-forbidden.settings-invalid.internal-error.produce"];
            502: components["responses"]["502.produce-partial.answer-too-large.proxy-answer-invalid.produce"];
            503: components["responses"]["503.token-unavailable.proxy-refused-token.proxy-unavailable.storage-unavailable.authority-unavailable.produce"];
            504: components["responses"]["504.produce-outcome-unknown.proxy-timeout.produce"];
        };
    };
    readPartition: {
        parameters: {
            query?: {
                /**
                 * @description Begin there; `latest` is the end of the log.
                 * @example earliest
                 */
                offset?: ("earliest" | "latest") | number;
                /** @description Begin so many offsets before the end. */
                last?: number;
                /** @description Begin with the first record at or after that time. */
                timestamp?: string | number;
                /** @description End before this offset. */
                untilOffset?: number;
                /** @description End before the first record at or after that time. */
                untilTimestamp?: string | number;
                /**
                 * @description So many records at most.
                 * @example 10
                 */
                count?: number;
                /** @description So many bytes of records at most; the first comes whatever its size. */
                maxBytes?: number;
                /** @description How long to wait for a first record. */
                waitMs?: number;
                /** @description `json`: a value whose text is JSON is given as JSON. */
                value?: "string" | "json";
                /** @description What to do where the log has no such offset. */
                onOutOfRange?: "error" | "earliest" | "latest";
                /** @description Tell the end of the log and the lag. */
                lag?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description A topic; Kafka's own are refused where records or groups are asked for.
                 * @example hello
                 */
                topic: components["parameters"]["topic"];
                /**
                 * @description From 0 on.
                 * @example 0
                 */
                partition: components["parameters"]["partition"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Records in order of offset. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    nextoffset: components["headers"]["nextoffset"];
                    link: components["headers"]["link"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "records": [
                     *         {
                     *           "key": "k1",
                     *           "value": "{\"n\":21.50}",
                     *           "partition": 0,
                     *           "offset": 41,
                     *           "timestamp": 1767225600000,
                     *           "timestampType": "CreateTime"
                     *         }
                     *       ],
                     *       "nextOffset": 42,
                     *       "endOffset": 42,
                     *       "lag": 0
                     *     }
                     */
                    "application/json": {
                        records: components["schemas"]["ConsumedRecord"][];
                        /**
                         * Format: int64
                         * @description Where to read on; left out with `lag=false`, as the next two.
                         */
                        nextOffset?: number;
                        /**
                         * Format: int64
                         * @description The next offset to be written; null: not known.
                         */
                        endOffset?: number | null;
                        /** Format: int64 */
                        lag?: number | null;
                        skipped?: components["schemas"]["Skipped"];
                        /**
                         * @description There is no more of what was asked for.
                         * @constant
                         */
                        complete?: true;
                    };
                };
            };
            400: components["responses"]["400.invalid-request.offset-out-of-range"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.topic-internal.forbidden"];
            404: components["responses"]["404.partition-not-found.topic-not-found"];
            429: components["responses"]["429.too-many-waiting.too-many-requests"];
            500: components["responses"]["500.proxy-forbidden.settings-invalid.internal-error"];
            502: components["responses"]["502.answer-too-large.proxy-answer-invalid"];
            503: components["responses"]["503.token-unavailable.proxy-refused-token.proxy-unavailable.authority-unavailable"];
            504: components["responses"]["504.proxy-timeout"];
        };
    };
    fetchGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A group; `subscription.` begins those of subscriptions, which only show themselves.
                 * @example billing
                 */
                group: components["parameters"]["group"];
                /**
                 * @description A topic; Kafka's own are refused where records or groups are asked for.
                 * @example hello
                 */
                topic: components["parameters"]["topic"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "count": 10,
                 *       "leaseSeconds": 60
                 *     }
                 */
                "application/json": {
                    /**
                     * @description So many records at most.
                     * @default 100
                     */
                    count?: number;
                    /**
                     * @description So many bytes of records at most; the first comes whatever its size.
                     * @default 6000000
                     */
                    maxBytes?: number;
                    /**
                     * @description How long to wait for a first record.
                     * @default 0
                     */
                    waitMs?: number;
                    /** @description How long the lease lasts; `KAFKA_LEASE_SECONDS` if left out. */
                    leaseSeconds?: number;
                    /** @description Of these alone. */
                    partitions?: number[];
                    /** @description Where a group begins that has not begun with the topic; earliest if left out. */
                    start?: ("earliest" | "latest") | {
                        timestamp: string | number;
                    };
                    /** @description A lease that is committed first, as a whole. */
                    commit?: string;
                };
            };
        };
        responses: {
            /** @description Records and their lease; nothing to read, or all of it leased: no records and no lease. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "records": [
                     *         {
                     *           "key": "k1",
                     *           "value": "{\"n\":21.50}",
                     *           "partition": 0,
                     *           "offset": 41,
                     *           "timestamp": 1767225600000,
                     *           "timestampType": "CreateTime",
                     *           "deliveryCount": 1
                     *         }
                     *       ],
                     *       "lease": "bGVhc2U6aGVsbG8",
                     *       "leaseUntil": "2026-01-31T12:01:00.000Z",
                     *       "partitions": [
                     *         {
                     *           "partition": 0,
                     *           "committed": 41,
                     *           "nextOffset": 42,
                     *           "endOffset": 42,
                     *           "lag": 1
                     *         }
                     *       ],
                     *       "leasedElsewhere": []
                     *     }
                     */
                    "application/json": {
                        records: components["schemas"]["LeasedRecord"][];
                        /** @description Null: there is nothing, or others have it. */
                        lease: string | null;
                        /**
                         * Format: date-time
                         * @description When it may end, at the earliest.
                         */
                        leaseUntil: string | null;
                        partitions: components["schemas"]["FetchedPartition"][];
                        leasedElsewhere: {
                            partition: number;
                            /** Format: date-time */
                            leaseUntil: string | null;
                        }[];
                        passedOver?: components["schemas"]["PassedOver"][];
                    };
                };
            };
            400: components["responses"]["400.invalid-request.lease-invalid.offset-out-of-range.invalid-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.topic-internal.forbidden"];
            404: components["responses"]["404.partition-not-found.topic-not-found"];
            408: components["responses"]["408.request-timeout"];
            409: components["responses"]["409.lease-expired.group-ahead-of-log"];
            413: components["responses"]["413.request-too-large"];
            415: components["responses"]["415.unsupported-media-type"];
            429: components["responses"]["429.too-many-waiting.too-many-requests"];
            500: components["responses"]["500.proxy-forbidden.settings-invalid.internal-error"];
            502: components["responses"]["502.proxy-answer-invalid"];
            503: components["responses"]["503.token-unavailable.proxy-refused-token.proxy-unavailable.storage-unavailable.authority-unavailable"];
            504: components["responses"]["504.proxy-timeout"];
        };
    };
    renewLease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A group; `subscription.` begins those of subscriptions, which only show themselves.
                 * @example billing
                 */
                group: components["parameters"]["group"];
                /**
                 * @description A topic; Kafka's own are refused where records or groups are asked for.
                 * @example hello
                 */
                topic: components["parameters"]["topic"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "lease": "bGVhc2U6aGVsbG8",
                 *       "leaseSeconds": 60
                 *     }
                 */
                "application/json": {
                    /** @description As a fetch gave it. */
                    lease: string;
                    /** @description `KAFKA_LEASE_SECONDS` if left out. */
                    leaseSeconds?: number;
                };
            };
        };
        responses: {
            /** @description The partitions that it still covers. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "partitions": [
                     *         0
                     *       ],
                     *       "leaseUntil": "2026-01-31T12:01:00.000Z"
                     *     }
                     */
                    "application/json": {
                        partitions: number[];
                        /** Format: date-time */
                        leaseUntil: string | null;
                    };
                };
            };
            400: components["responses"]["400.invalid-request.lease-invalid.invalid-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            408: components["responses"]["408.request-timeout"];
            409: components["responses"]["409.lease-expired"];
            413: components["responses"]["413.request-too-large"];
            415: components["responses"]["415.unsupported-media-type"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.settings-invalid.internal-error"];
            503: components["responses"]["503.storage-unavailable.authority-unavailable"];
        };
    };
    commitGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A group; `subscription.` begins those of subscriptions, which only show themselves.
                 * @example billing
                 */
                group: components["parameters"]["group"];
                /**
                 * @description A topic; Kafka's own are refused where records or groups are asked for.
                 * @example hello
                 */
                topic: components["parameters"]["topic"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "lease": "bGVhc2U6aGVsbG8"
                 *     }
                 */
                "application/json": {
                    /** @description As a fetch gave it. */
                    lease: string;
                    /** @description Up to these; the rest stays leased. */
                    offsets?: {
                        [key: string]: number;
                    };
                };
            };
        };
        responses: {
            /** @description What is committed now. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "partitions": [
                     *         {
                     *           "partition": 0,
                     *           "committed": 42
                     *         }
                     *       ],
                     *       "leaseUntil": null
                     *     }
                     */
                    "application/json": components["schemas"]["Committed"];
                };
            };
            400: components["responses"]["400.offset-not-leased.invalid-request.lease-invalid.invalid-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            408: components["responses"]["408.request-timeout"];
            409: components["responses"]["409.lease-expired"];
            413: components["responses"]["413.request-too-large"];
            415: components["responses"]["415.unsupported-media-type"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.settings-invalid.internal-error"];
            503: components["responses"]["503.storage-unavailable.authority-unavailable"];
        };
    };
    releaseLease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A group; `subscription.` begins those of subscriptions, which only show themselves.
                 * @example billing
                 */
                group: components["parameters"]["group"];
                /**
                 * @description A topic; Kafka's own are refused where records or groups are asked for.
                 * @example hello
                 */
                topic: components["parameters"]["topic"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "lease": "bGVhc2U6aGVsbG8",
                 *       "delaySeconds": 0
                 *     }
                 */
                "application/json": {
                    /** @description As a fetch gave it. */
                    lease: string;
                    /** @description Up to these it is done with. */
                    offsets?: {
                        [key: string]: number;
                    };
                    /** @description Others get it after so long; at once if left out. */
                    delaySeconds?: number;
                };
            };
        };
        responses: {
            /** @description What is committed now. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "partitions": [
                     *         {
                     *           "partition": 0,
                     *           "committed": 41
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        partitions: {
                            partition: number;
                            committed: number | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["400.offset-not-leased.invalid-request.lease-invalid.invalid-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            408: components["responses"]["408.request-timeout"];
            409: components["responses"]["409.lease-expired"];
            413: components["responses"]["413.request-too-large"];
            415: components["responses"]["415.unsupported-media-type"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.settings-invalid.internal-error"];
            503: components["responses"]["503.storage-unavailable.authority-unavailable"];
        };
    };
    listGroups: {
        parameters: {
            query?: {
                /** @description Names that begin so. */
                prefix?: string;
                /** @description The `next` of the page before. */
                after?: string;
                /** @description So many groups a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In order of name, those topics that the caller may see. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    link: components["headers"]["link"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "groups": [
                     *         {
                     *           "group": "billing",
                     *           "topics": [
                     *             "hello"
                     *           ]
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        groups: {
                            group: string;
                            topics: string[];
                        }[];
                        /** @description Null: this was the last page. */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["400.invalid-request"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.settings-invalid.internal-error"];
            503: components["responses"]["503.storage-unavailable.authority-unavailable"];
        };
    };
    listGroupsHead: {
        parameters: {
            query?: {
                /** @description Names that begin so. */
                prefix?: string;
                /** @description The `next` of the page before. */
                after?: string;
                /** @description So many groups a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As GET, without the body. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "4XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "5XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    describeGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A group; `subscription.` begins those of subscriptions, which only show themselves.
                 * @example billing
                 */
                group: components["parameters"]["group"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those topics that the caller may see. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "group": "billing",
                     *       "topics": [
                     *         {
                     *           "topic": "hello",
                     *           "lag": 1,
                     *           "partitions": [
                     *             {
                     *               "partition": 0,
                     *               "committed": 41,
                     *               "endOffset": 42,
                     *               "lag": 1,
                     *               "leaseUntil": null,
                     *               "deliveryCount": 0
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        group: string;
                        topics: {
                            topic: string;
                            lag: number | null;
                            partitions: components["schemas"]["GroupPartition"][];
                        }[];
                    };
                };
            };
            400: components["responses"]["400.invalid-request"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.group-not-found"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.settings-invalid.internal-error"];
            503: components["responses"]["503.storage-unavailable.authority-unavailable"];
        };
    };
    describeGroupHead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A group; `subscription.` begins those of subscriptions, which only show themselves.
                 * @example billing
                 */
                group: components["parameters"]["group"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As GET, without the body. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "4XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "5XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    describeGroupTopic: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A group; `subscription.` begins those of subscriptions, which only show themselves.
                 * @example billing
                 */
                group: components["parameters"]["group"];
                /**
                 * @description A topic; Kafka's own are refused where records or groups are asked for.
                 * @example hello
                 */
                topic: components["parameters"]["topic"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Also of a topic that is gone. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "group": "billing",
                     *       "topic": "hello",
                     *       "lag": 1,
                     *       "partitions": [
                     *         {
                     *           "partition": 0,
                     *           "committed": 41,
                     *           "endOffset": 42,
                     *           "lag": 1,
                     *           "leaseUntil": null,
                     *           "deliveryCount": 0
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        group: string;
                        topic: string;
                        lag: number | null;
                        partitions: components["schemas"]["GroupPartition"][];
                    };
                };
            };
            400: components["responses"]["400.invalid-request"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.group-not-found"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.settings-invalid.internal-error"];
            503: components["responses"]["503.storage-unavailable.authority-unavailable"];
        };
    };
    deleteGroup: {
        parameters: {
            query?: {
                /** @description Also under a lease. */
                force?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description A group; `subscription.` begins those of subscriptions, which only show themselves.
                 * @example billing
                 */
                group: components["parameters"]["group"];
                /**
                 * @description A topic; Kafka's own are refused where records or groups are asked for.
                 * @example hello
                 */
                topic: components["parameters"]["topic"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-request"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.group-not-found"];
            409: components["responses"]["409.group-active"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.settings-invalid.internal-error"];
            503: components["responses"]["503.storage-unavailable.authority-unavailable"];
        };
    };
    describeGroupTopicHead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A group; `subscription.` begins those of subscriptions, which only show themselves.
                 * @example billing
                 */
                group: components["parameters"]["group"];
                /**
                 * @description A topic; Kafka's own are refused where records or groups are asked for.
                 * @example hello
                 */
                topic: components["parameters"]["topic"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As GET, without the body. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "4XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "5XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    resetGroup: {
        parameters: {
            query?: {
                /**
                 * @description Only tell what would be done.
                 * @example true
                 */
                dryRun?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description A group; `subscription.` begins those of subscriptions, which only show themselves.
                 * @example billing
                 */
                group: components["parameters"]["group"];
                /**
                 * @description A topic; Kafka's own are refused where records or groups are asked for.
                 * @example hello
                 */
                topic: components["parameters"]["topic"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "to": "earliest"
                 *     }
                 */
                "application/json": {
                    /** @description Where it goes on. */
                    to: ("earliest" | "latest") | {
                        timestamp: string | number;
                    } | {
                        /** @description Partition → the offset to read next. */
                        offsets: {
                            [key: string]: number;
                        };
                    } | {
                        /** Format: int64 */
                        shiftBy: number;
                    };
                    /** @description Also under a lease, which is taken from its member. */
                    force?: boolean;
                };
            };
        };
        responses: {
            /** @description Where each partition was, and is now. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "partitions": [
                     *         {
                     *           "partition": 0,
                     *           "from": 42,
                     *           "to": 0
                     *         }
                     *       ],
                     *       "dryRun": true
                     *     }
                     */
                    "application/json": {
                        partitions: components["schemas"]["ResetPartition"][];
                        dryRun: boolean;
                    };
                };
            };
            400: components["responses"]["400.invalid-request.invalid-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.topic-internal.forbidden"];
            404: components["responses"]["404.group-not-found.partition-not-found.topic-not-found"];
            408: components["responses"]["408.request-timeout"];
            409: components["responses"]["409.group-active"];
            413: components["responses"]["413.request-too-large"];
            415: components["responses"]["415.unsupported-media-type"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.proxy-forbidden.settings-invalid.internal-error"];
            502: components["responses"]["502.proxy-answer-invalid"];
            503: components["responses"]["503.token-unavailable.proxy-refused-token.proxy-unavailable.storage-unavailable.authority-unavailable"];
            504: components["responses"]["504.proxy-timeout"];
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                /** @description For this topic. */
                topic?: string;
                /** @description From there. */
                source?: "produce-queue" | "event-grid" | "consume-queue" | "group" | "subscription";
                /** @description `produce`: could not be produced; `deliver`: could not be delivered. */
                direction?: "produce" | "deliver";
                /** @description With this code. */
                problem?: string;
                /** @description Filed from then on. */
                since?: string | number;
                /** @description Filed before then. */
                until?: string | number;
                /** @description So many a page. */
                limit?: number;
                /** @description The `next` of the page before. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The oldest first. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    link: components["headers"]["link"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "deadLetters": [
                     *         {
                     *           "id": "9f86d081884c7d659a2feaa0c55ad015",
                     *           "source": "produce-queue",
                     *           "direction": "produce",
                     *           "messageId": "order-4711",
                     *           "topic": "hello",
                     *           "code": "topic-not-found",
                     *           "reason": "The cluster has no such topic, or it is too new for the proxy to show it.",
                     *           "attempts": 12,
                     *           "firstAt": "2026-01-31T12:00:00.000Z",
                     *           "lastAt": "2026-02-01T12:00:00.000Z",
                     *           "filedAt": "2026-02-01T12:00:00.100Z",
                     *           "bytes": 412,
                     *           "contentType": "application/json"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        deadLetters: components["schemas"]["DeadLetter"][];
                        /** @description Null: this was the last page. */
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["400.invalid-request"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.settings-invalid.internal-error"];
            503: components["responses"]["503.storage-unavailable.authority-unavailable"];
        };
    };
    listDeadLettersHead: {
        parameters: {
            query?: {
                /** @description For this topic. */
                topic?: string;
                /** @description From there. */
                source?: "produce-queue" | "event-grid" | "consume-queue" | "group" | "subscription";
                /** @description `produce`: could not be produced; `deliver`: could not be delivered. */
                direction?: "produce" | "deliver";
                /** @description With this code. */
                problem?: string;
                /** @description Filed from then on. */
                since?: string | number;
                /** @description Filed before then. */
                until?: string | number;
                /** @description So many a page. */
                limit?: number;
                /** @description The `next` of the page before. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As GET, without the body. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "4XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "5XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    describeDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A dead letter.
                 * @example 9f86d081884c7d659a2feaa0c55ad015
                 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nothing of its content. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "9f86d081884c7d659a2feaa0c55ad015",
                     *       "source": "produce-queue",
                     *       "direction": "produce",
                     *       "messageId": "order-4711",
                     *       "topic": "hello",
                     *       "code": "topic-not-found",
                     *       "reason": "The cluster has no such topic, or it is too new for the proxy to show it.",
                     *       "attempts": 12,
                     *       "firstAt": "2026-01-31T12:00:00.000Z",
                     *       "lastAt": "2026-02-01T12:00:00.000Z",
                     *       "filedAt": "2026-02-01T12:00:00.100Z",
                     *       "bytes": 412,
                     *       "contentType": "application/json"
                     *     }
                     */
                    "application/json": components["schemas"]["DeadLetter"];
                };
            };
            400: components["responses"]["400.invalid-request"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.dead-letter-not-found"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.settings-invalid.internal-error"];
            503: components["responses"]["503.storage-unavailable.authority-unavailable"];
        };
    };
    deleteDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A dead letter.
                 * @example 9f86d081884c7d659a2feaa0c55ad015
                 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400.invalid-request"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.dead-letter-not-found"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.settings-invalid.internal-error"];
            503: components["responses"]["503.storage-unavailable.authority-unavailable"];
        };
    };
    describeDeadLetterHead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A dead letter.
                 * @example 9f86d081884c7d659a2feaa0c55ad015
                 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As GET, without the body. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "4XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "5XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A dead letter.
                 * @example 9f86d081884c7d659a2feaa0c55ad015
                 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With the content type that it came with. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    "content-disposition": components["headers"]["content-disposition"];
                    "x-content-type-options": components["headers"]["x-content-type-options"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example {"topic":"hello","records":[{"value":1}]} */
                    "*/*": unknown;
                };
            };
            400: components["responses"]["400.invalid-request"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.dead-letter-not-found"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.settings-invalid.internal-error"];
            502: components["responses"]["502.answer-too-large"];
            503: components["responses"]["503.storage-unavailable.authority-unavailable"];
        };
    };
    readDeadLetterHead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A dead letter.
                 * @example 9f86d081884c7d659a2feaa0c55ad015
                 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As GET, without the body. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "4XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "5XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    replayDeadLetters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "filter": {
                 *         "topic": "hello"
                 *       },
                 *       "dryRun": true
                 *     }
                 */
                "application/json": {
                    ids: string[];
                    limit?: number;
                    dryRun?: boolean;
                } | {
                    filter: {
                        topic?: string;
                        /** @enum {string} */
                        source?: "produce-queue" | "event-grid" | "consume-queue" | "group" | "subscription";
                        /** @enum {string} */
                        direction?: "produce" | "deliver";
                        problem?: string;
                        since?: string | unknown | unknown;
                        until?: string | unknown | unknown;
                    };
                    after?: string;
                    limit?: number;
                    dryRun?: boolean;
                };
            };
        };
        responses: {
            /** @description What became of each that was tried. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "dryRun": true,
                     *       "replayed": 0,
                     *       "failed": 0,
                     *       "results": [
                     *         {
                     *           "id": "9f86d081884c7d659a2feaa0c55ad015",
                     *           "result": "would-be-replayed"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        dryRun: boolean;
                        replayed: number;
                        failed: number;
                        results: components["schemas"]["ReplayResult"][];
                        /** @description The body of the request that goes on; null: all were tried. */
                        next: Record<string, never> | null;
                        /** @description A failure that every other letter would share, after which none was tried. */
                        stoppedBy?: {
                            code: components["schemas"]["ProblemCode"];
                            detail: string;
                            retryable: boolean;
                            outcome?: string;
                        };
                    };
                };
            };
            400: components["responses"]["400.invalid-request.invalid-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            408: components["responses"]["408.request-timeout"];
            413: components["responses"]["413.request-too-large"];
            415: components["responses"]["415.unsupported-media-type"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.settings-invalid.internal-error"];
            503: components["responses"]["503.storage-unavailable.authority-unavailable"];
        };
    };
    listSubscriptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As they are declared. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "subscriptions": [
                     *         {
                     *           "name": "hello-to-billing",
                     *           "topic": "hello",
                     *           "destination": {
                     *             "queue": "billing"
                     *           },
                     *           "group": "subscription.hello-to-billing",
                     *           "paused": false,
                     *           "failures": 0,
                     *           "heldUntil": null,
                     *           "lag": 1,
                     *           "partitions": [
                     *             {
                     *               "partition": 0,
                     *               "committed": 41,
                     *               "endOffset": 42,
                     *               "lag": 1,
                     *               "leaseUntil": null,
                     *               "deliveryCount": 0
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        subscriptions: components["schemas"]["Subscription"][];
                    };
                };
            };
            400: components["responses"]["400.invalid-request"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.settings-invalid.internal-error"];
            503: components["responses"]["503.storage-unavailable.authority-unavailable"];
        };
    };
    listSubscriptionsHead: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As GET, without the body. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "4XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "5XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    pauseSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A subscription.
                 * @example hello-to-billing
                 */
                name: components["parameters"]["name"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it stands now. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "hello-to-billing",
                     *       "paused": true
                     *     }
                     */
                    "application/json": {
                        name: string;
                        /** @constant */
                        paused: true;
                    };
                };
            };
            400: components["responses"]["400.invalid-request"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.subscription-not-found"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.settings-invalid.internal-error"];
            503: components["responses"]["503.storage-unavailable.authority-unavailable"];
        };
    };
    resumeSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A subscription.
                 * @example hello-to-billing
                 */
                name: components["parameters"]["name"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it stands now. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "hello-to-billing",
                     *       "paused": false
                     *     }
                     */
                    "application/json": {
                        name: string;
                        /** @constant */
                        paused: false;
                    };
                };
            };
            400: components["responses"]["400.invalid-request"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.subscription-not-found"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.settings-invalid.internal-error"];
            503: components["responses"]["503.storage-unavailable.authority-unavailable"];
        };
    };
    runHousekeeping: {
        parameters: {
            query?: {
                /**
                 * @description Do nothing, only find; wins over `KAFKA_HOUSEKEEPING_DRY_RUN`.
                 * @example true
                 */
                dryRun?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its report. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "run": "2026-01-31T05:00:00.000Z",
                     *       "endedAt": "2026-01-31T05:00:04.200Z",
                     *       "scheduledAt": "2026-01-31T05:00:00.000Z",
                     *       "dryRun": true,
                     *       "cluster": "my-cluster-kafkarest.azurehdinsight.net",
                     *       "declaration": "config/topics.json",
                     *       "partial": null,
                     *       "canDelete": false,
                     *       "propertiesCompared": false,
                     *       "counts": {
                     *         "topics": 1,
                     *         "declared": 0,
                     *         "internal": 0,
                     *         "partitions": 1,
                     *         "error": 0,
                     *         "warning": 1,
                     *         "info": 0
                     *       },
                     *       "evidenceSince": "2026-01-01T05:00:00.000Z",
                     *       "calls": 3,
                     *       "findings": [
                     *         {
                     *           "id": "undeclared:hello",
                     *           "kind": "undeclared",
                     *           "severity": "warning",
                     *           "topic": "hello",
                     *           "reason": "No declaration names it.",
                     *           "commands": [],
                     *           "evidence": "1f2e3d4c5b6a7988"
                     *         }
                     *       ],
                     *       "actions": []
                     *     }
                     */
                    "application/json": components["schemas"]["Report"];
                };
            };
            /** @description The time did not suffice for all: the next run goes on. */
            202: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "run": "2026-01-31T05:00:00.000Z",
                     *       "endedAt": "2026-01-31T05:00:04.200Z",
                     *       "scheduledAt": "2026-01-31T05:00:00.000Z",
                     *       "dryRun": true,
                     *       "cluster": "my-cluster-kafkarest.azurehdinsight.net",
                     *       "declaration": "config/topics.json",
                     *       "partial": null,
                     *       "canDelete": false,
                     *       "propertiesCompared": false,
                     *       "counts": {
                     *         "topics": 1,
                     *         "declared": 0,
                     *         "internal": 0,
                     *         "partitions": 1,
                     *         "error": 0,
                     *         "warning": 1,
                     *         "info": 0
                     *       },
                     *       "evidenceSince": "2026-01-01T05:00:00.000Z",
                     *       "calls": 3,
                     *       "findings": [
                     *         {
                     *           "id": "undeclared:hello",
                     *           "kind": "undeclared",
                     *           "severity": "warning",
                     *           "topic": "hello",
                     *           "reason": "No declaration names it.",
                     *           "commands": [],
                     *           "evidence": "1f2e3d4c5b6a7988"
                     *         }
                     *       ],
                     *       "actions": []
                     *     }
                     */
                    "application/json": components["schemas"]["Report"];
                };
            };
            400: components["responses"]["400.invalid-request"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            409: components["responses"]["409.housekeeping-running"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.proxy-forbidden.settings-invalid.internal-error"];
            502: components["responses"]["502.proxy-answer-invalid"];
            503: components["responses"]["503.token-unavailable.proxy-refused-token.proxy-unavailable.storage-unavailable.authority-unavailable"];
            504: components["responses"]["504.proxy-timeout"];
        };
    };
    readHousekeepingReport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Of the topics that the caller may see; the form is chosen by Accept. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "run": "2026-01-31T05:00:00.000Z",
                     *       "endedAt": "2026-01-31T05:00:04.200Z",
                     *       "scheduledAt": "2026-01-31T05:00:00.000Z",
                     *       "dryRun": true,
                     *       "cluster": "my-cluster-kafkarest.azurehdinsight.net",
                     *       "declaration": "config/topics.json",
                     *       "partial": null,
                     *       "canDelete": false,
                     *       "propertiesCompared": false,
                     *       "counts": {
                     *         "topics": 1,
                     *         "declared": 0,
                     *         "internal": 0,
                     *         "partitions": 1,
                     *         "error": 0,
                     *         "warning": 1,
                     *         "info": 0
                     *       },
                     *       "evidenceSince": "2026-01-01T05:00:00.000Z",
                     *       "calls": 3,
                     *       "findings": [
                     *         {
                     *           "id": "undeclared:hello",
                     *           "kind": "undeclared",
                     *           "severity": "warning",
                     *           "topic": "hello",
                     *           "reason": "No declaration names it.",
                     *           "commands": [],
                     *           "evidence": "1f2e3d4c5b6a7988"
                     *         }
                     *       ],
                     *       "actions": []
                     *     }
                     */
                    "application/json": components["schemas"]["Report"];
                    /** @example # Housekeeping of my-cluster */
                    "text/markdown; charset=utf-8": string;
                };
            };
            400: components["responses"]["400.invalid-request"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.report-not-found"];
            406: components["responses"]["406.not-acceptable"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.settings-invalid.internal-error"];
            503: components["responses"]["503.storage-unavailable.authority-unavailable"];
        };
    };
    readHousekeepingReportHead: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As GET, without the body. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "4XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "5XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    approveHousekeeping: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "findings": [
                 *         {
                 *           "id": "undeclared:hello",
                 *           "evidence": "1f2e3d4c5b6a7988"
                 *         }
                 *       ],
                 *       "reason": "The team has moved to hello.v2."
                 *     }
                 */
                "application/json": {
                    findings: {
                        id: string;
                        evidence: string;
                    }[];
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Their ids. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "approved": [
                     *         "undeclared:hello"
                     *       ]
                     *     }
                     */
                    "application/json": {
                        approved: string[];
                    };
                };
            };
            400: components["responses"]["400.invalid-request.invalid-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            404: components["responses"]["404.finding-not-found"];
            408: components["responses"]["408.request-timeout"];
            409: components["responses"]["409.finding-changed"];
            413: components["responses"]["413.request-too-large"];
            415: components["responses"]["415.unsupported-media-type"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.settings-invalid.internal-error"];
            503: components["responses"]["503.storage-unavailable.authority-unavailable"];
        };
    };
    revokeHousekeeping: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "findings": [
                 *         {
                 *           "id": "undeclared:hello"
                 *         }
                 *       ],
                 *       "reason": "Still in use."
                 *     }
                 */
                "application/json": {
                    findings: {
                        id: string;
                    }[];
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Ids of those that were approved. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "revoked": [
                     *         "undeclared:hello"
                     *       ]
                     *     }
                     */
                    "application/json": {
                        revoked: string[];
                    };
                };
            };
            400: components["responses"]["400.invalid-request.invalid-json"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            408: components["responses"]["408.request-timeout"];
            413: components["responses"]["413.request-too-large"];
            415: components["responses"]["415.unsupported-media-type"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.settings-invalid.internal-error"];
            503: components["responses"]["503.storage-unavailable.authority-unavailable"];
        };
    };
    live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It asks nothing of anybody. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": {
                        /** @constant */
                        status: "ok";
                    };
                };
            };
            500: components["responses"]["500.internal-error"];
        };
    };
    liveHead: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As GET, without the body. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "4XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "5XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Both. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "checks": [
                     *         {
                     *           "name": "token",
                     *           "status": "ok"
                     *         },
                     *         {
                     *           "name": "proxy",
                     *           "status": "ok"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "ok" | "failed";
                        checks: {
                            /** @enum {string} */
                            name: "token" | "proxy";
                            /** @enum {string} */
                            status: "ok" | "failed";
                            cause?: string;
                            /** @description What is known of the token, without any value. */
                            state?: Record<string, never>;
                        }[];
                    };
                };
            };
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.settings-invalid.internal-error"];
            /** @description Not both; each check says why. */
            503: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    "retry-after": components["headers"]["retry-after"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "failed",
                     *       "checks": [
                     *         {
                     *           "name": "token",
                     *           "status": "ok"
                     *         },
                     *         {
                     *           "name": "proxy",
                     *           "status": "failed",
                     *           "cause": "status answered 503."
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** @enum {string} */
                        status: "ok" | "failed";
                        checks: {
                            /** @enum {string} */
                            name: "token" | "proxy";
                            /** @enum {string} */
                            status: "ok" | "failed";
                            cause?: string;
                            /** @description What is known of the token, without any value. */
                            state?: Record<string, never>;
                        }[];
                    };
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "authority-unavailable";
                    };
                };
            };
        };
    };
    readyHead: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As GET, without the body. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "4XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "5XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    describeApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1, with the limits that the settings set. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    vary: components["headers"]["vary"];
                    "content-encoding": components["headers"]["content-encoding"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "openapi": "3.1.0"
                     *     }
                     */
                    "application/json": Record<string, never>;
                };
            };
            400: components["responses"]["400.invalid-request"];
            401: components["responses"]["401.unauthenticated"];
            403: components["responses"]["403.forbidden"];
            429: components["responses"]["429.too-many-requests"];
            500: components["responses"]["500.settings-invalid.internal-error"];
            503: components["responses"]["503.authority-unavailable"];
        };
    };
    describeApiHead: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As GET, without the body. */
            200: {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "4XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The status of GET, without the body. */
            "5XX": {
                headers: {
                    "x-ms-request-id": components["headers"]["x-ms-request-id"];
                    "cache-control": components["headers"]["cache-control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
