/// Encodes without a detour over Foundation: every audited write and every answer of the API does it.
struct JSONNodeEncoder: Encoder {
    let node: JSONNode
    /// Empty below the top: a whole path costs more to keep than the values to write, and only a number that JSON lacks asks for it.
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    static func encode(_ value: some Encodable) throws -> JSONNode {
        let node = JSONNode()
        try put(value, in: node, path: [])
        return node
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        node.become(.object)
        return KeyedEncodingContainer(Keyed<Key>(node: node, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        node.become(.array)
        return Unkeyed(node: node, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        Single(node: node, codingPath: codingPath)
    }

    private static func put(_ value: some Encodable, in node: JSONNode, path: [any CodingKey]) throws {
        // Comparing types is cheap, casting values is not; most values encode themselves.
        if type(of: value) == JSONValue.self, let value = value as? JSONValue {
            node.set(value)
        } else if type(of: value) == JSONText.self, let value = value as? JSONText {
            node.set(value)
        } else {
            try value.encode(to: JSONNodeEncoder(node: node, codingPath: path))
        }
    }

    private static func part(_ value: some Encodable, path: [any CodingKey]) throws -> JSONNode.Part {
        let node = JSONNode()
        try put(value, in: node, path: path)
        return .node(node)
    }

    private static func integer(_ value: some BinaryInteger, path: [any CodingKey]) throws -> JSONValue {
        guard let whole = Int64(exactly: value) else {
            throw EncodingError.invalidValue(
                value, .init(codingPath: path, debugDescription: "does not fit into 64 bits"))
        }
        return .integer(whole)
    }

    private static func number(_ value: Double, path: [any CodingKey]) throws -> JSONValue {
        guard value.isFinite else {
            throw EncodingError.invalidValue(
                value, .init(codingPath: path, debugDescription: "JSON has no such number"))
        }
        return .number(value)
    }

    private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
        let node: JSONNode
        let codingPath: [any CodingKey]

        private func add(_ value: JSONValue, _ key: Key) { node.members.append((key.stringValue, .value(value))) }

        mutating func encodeNil(forKey key: Key) { add(.null, key) }
        mutating func encode(_ value: Bool, forKey key: Key) { add(.bool(value), key) }
        mutating func encode(_ value: String, forKey key: Key) { add(.string(value), key) }
        mutating func encode(_ value: Double, forKey key: Key) throws { add(try number(value, path: codingPath + [key]), key) }
        mutating func encode(_ value: Float, forKey key: Key) throws { try encode(Double(value), forKey: key) }
        mutating func encode(_ value: Int, forKey key: Key) { add(.integer(Int64(value)), key) }
        mutating func encode(_ value: Int8, forKey key: Key) { add(.integer(Int64(value)), key) }
        mutating func encode(_ value: Int16, forKey key: Key) { add(.integer(Int64(value)), key) }
        mutating func encode(_ value: Int32, forKey key: Key) { add(.integer(Int64(value)), key) }
        mutating func encode(_ value: Int64, forKey key: Key) { add(.integer(value), key) }
        mutating func encode(_ value: UInt, forKey key: Key) throws { try encode(UInt64(value), forKey: key) }
        mutating func encode(_ value: UInt8, forKey key: Key) { add(.integer(Int64(value)), key) }
        mutating func encode(_ value: UInt16, forKey key: Key) { add(.integer(Int64(value)), key) }
        mutating func encode(_ value: UInt32, forKey key: Key) { add(.integer(Int64(value)), key) }
        mutating func encode(_ value: UInt64, forKey key: Key) throws { add(try integer(value, path: codingPath + [key]), key) }

        mutating func encode(_ value: some Encodable, forKey key: Key) throws {
            node.members.append((key.stringValue, try part(value, path: [])))
        }

        mutating func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type, forKey key: Key
        ) -> KeyedEncodingContainer<Nested> {
            nested(key).container(keyedBy: type)
        }

        mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
            nested(key).unkeyedContainer()
        }

        mutating func superEncoder() -> any Encoder { nested("super") }
        mutating func superEncoder(forKey key: Key) -> any Encoder { nested(key) }

        private func nested(_ key: Key) -> JSONNodeEncoder { nested(key.stringValue) }

        private func nested(_ name: String) -> JSONNodeEncoder {
            let child = JSONNode()
            node.members.append((name, .node(child)))
            return JSONNodeEncoder(node: child, codingPath: [])
        }
    }

    private struct Unkeyed: UnkeyedEncodingContainer {
        let node: JSONNode
        let codingPath: [any CodingKey]
        var count: Int { node.items.count }

        mutating func encodeNil() { node.items.append(.value(.null)) }
        mutating func encode(_ value: Bool) { node.items.append(.value(.bool(value))) }
        mutating func encode(_ value: String) { node.items.append(.value(.string(value))) }
        mutating func encode(_ value: Double) throws { node.items.append(.value(try number(value, path: codingPath))) }
        mutating func encode(_ value: Int) { node.items.append(.value(.integer(Int64(value)))) }

        /// Numbers of other widths encode themselves, as all other types do.
        mutating func encode(_ value: some Encodable) throws {
            node.items.append(try part(value, path: codingPath))
        }

        mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
            nested().container(keyedBy: type)
        }

        mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { nested().unkeyedContainer() }
        mutating func superEncoder() -> any Encoder { nested() }

        private func nested() -> JSONNodeEncoder {
            let child = JSONNode()
            node.items.append(.node(child))
            return JSONNodeEncoder(node: child, codingPath: codingPath)
        }
    }

    private struct Single: SingleValueEncodingContainer {
        let node: JSONNode
        let codingPath: [any CodingKey]

        mutating func encodeNil() { node.set(.null) }
        mutating func encode(_ value: Bool) { node.set(.bool(value)) }
        mutating func encode(_ value: String) { node.set(.string(value)) }
        mutating func encode(_ value: Double) throws { node.set(try number(value, path: codingPath)) }
        mutating func encode(_ value: Float) throws { try encode(Double(value)) }
        mutating func encode(_ value: Int) { node.set(.integer(Int64(value))) }
        mutating func encode(_ value: Int8) { node.set(.integer(Int64(value))) }
        mutating func encode(_ value: Int16) { node.set(.integer(Int64(value))) }
        mutating func encode(_ value: Int32) { node.set(.integer(Int64(value))) }
        mutating func encode(_ value: Int64) { node.set(.integer(value)) }
        mutating func encode(_ value: UInt) throws { try encode(UInt64(value)) }
        mutating func encode(_ value: UInt8) { node.set(.integer(Int64(value))) }
        mutating func encode(_ value: UInt16) { node.set(.integer(Int64(value))) }
        mutating func encode(_ value: UInt32) { node.set(.integer(Int64(value))) }
        mutating func encode(_ value: UInt64) throws { node.set(try integer(value, path: codingPath)) }
        mutating func encode(_ value: some Encodable) throws { try put(value, in: node, path: codingPath) }
    }
}
