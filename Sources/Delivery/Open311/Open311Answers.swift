import Platform

/// The documents of Open311, each as the specification orders its parts.
enum Open311Answers {
    static func services(_ services: [Service], groups: [ID<Service>: String], _ words: Words) -> Open311Document {
        Open311Document(
            root: "services",
            value: .list(
                item: "service",
                services.map { service in
                    let definition = service.definition
                    return .object([
                        ("service_code", .text(service.slug)), ("service_name", .text(definition.name[words.language])),
                        ("description", .optional(definition.description[words.language])),
                        ("metadata", .flag(!Open311Form(definition).attributes.isEmpty)), ("type", .text("realtime")),
                        ("keywords", .optional(definition.lifeEvents.map { words("life-event.\($0.rawValue)") }.joined(separator: ", "))), ("group", .optional(groups[service.id])),
                    ])
                }))
    }

    static func requests(_ cases: [Open311Case], _ words: Words) -> Open311Document {
        Open311Document(root: "service_requests", value: .list(item: "request", cases.map { request($0, words) }))
    }

    private static func request(_ record: Open311Case, _ words: Words) -> Open311Value {
        let offset = ZoneOffsets(record.zone)
        func moment(_ time: Timestamp) -> Open311Value { .text(RFC3339.text(time, offset: offset?.offset(time) ?? 0)) }
        // Until the end of the last day, where the office is.
        let expected = record.due.map { day -> Open311Value in
            let end = Timestamp(milliseconds: Int64(day.number + 1) * 86_400_000 - 1_000)
            return moment(Timestamp(milliseconds: end.milliseconds - (offset?.offset(end) ?? 0)))
        }
        return .object([
            ("service_request_id", .text(record.reference)), ("status", .text(record.phase.isOpen ? "open" : "closed")),
            ("status_notes", .text(CaseWording.phase(record.phase, record.outcome, words))),
            ("service_name", .text(record.serviceName[words.language])), ("service_code", .text(record.service)),
            ("description", .optional(record.description)), ("agency_responsible", .optional(record.officeName[words.language])),
            ("service_notice", .nothing), ("requested_datetime", moment(record.receivedAt)), ("updated_datetime", moment(record.endedAt ?? record.updatedAt)),
            ("expected_datetime", record.phase.isOpen ? expected ?? .nothing : .nothing), ("address", .nothing), ("address_id", .nothing),
            ("zipcode", .nothing), ("lat", record.point.map { .number($0.latitude) } ?? .nothing),
            ("long", record.point.map { .number($0.longitude) } ?? .nothing), ("media_url", .nothing),
        ])
    }

    static func created(_ reference: String, notice: String) -> Open311Document {
        Open311Document(
            root: "service_requests",
            value: .list(
                item: "request",
                [.object([("service_request_id", .text(reference)), ("service_notice", .text(notice)), ("account_id", .nothing)])]))
    }

    static func token(_ reference: String) -> Open311Document {
        Open311Document(
            root: "service_requests",
            value: .list(item: "request", [.object([("service_request_id", .text(reference)), ("token", .text(reference))])]))
    }

    /// - Parameter changed: when the list of services or a definition changed last, so that clients read them anew.
    static func discovery(_ url: (String) -> String, _ words: Words, changed: Timestamp?) -> Open311Document {
        // The end of the line: before any service, when the interface was made.
        let changeset = RFC3339.text(changed ?? Timestamp(milliseconds: 1_763_942_400_000), offset: 0)
        let formats: Open311Value = .list(item: "format", [.text("text/xml"), .text("application/json")])
        func endpoint(_ path: String, _ type: String) -> Open311Value {
            .object([
                ("specification", .text("http://wiki.open311.org/GeoReport_v2")), ("url", .text(url(path))), ("changeset", .text(changeset)),
                ("type", .text(type)), ("formats", formats),
            ])
        }
        return Open311Document(
            root: "discovery",
            value: .object([
                ("changeset", .text(changeset)), ("contact", .text(words("open311.contact", ["url": url("/")]))),
                ("key_service", .text(words("open311.key-service", ["url": url("/account/tokens")]))),
                (
                    "endpoints",
                    .list(item: "endpoint", [endpoint("/open311/v2", "production"), endpoint("/open311/test/v2", "test")])
                ),
            ]))
    }
}
