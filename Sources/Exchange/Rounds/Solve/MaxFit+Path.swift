/// The search for the path that loses least, and its use.
extension MaxFit {
    /// Puts one more unit in. False when its best is to stay without a partner, as then all further ones from there do.
    mutating func putIn(_ origin: Node) -> Bool {
        proposers.forget()
        acceptors.forget()
        sources.forget()
        sinks.forget()
        queue.removeAll()
        end = nil
        switch origin {
        case .proposer(let proposer):
            proposers.distance[proposer] = 0
            intoProposer[proposer] = nil
        case .source(let country):
            sources.distance[country] = 0
            intoSource[country] = -1
        case .acceptor, .sink: return false
        }
        queue.push(Step(distance: 0, node: origin))
        while let step = queue.first {
            // Among equals a meeting is better than none, so equals are looked at while none is found.
            if let end, step.distance > end.distance || (step.distance == end.distance && end.isMeeting) { break }
            _ = queue.pop()
            visit(step)
        }
        guard let end else { return false }
        proposers.settle(end.distance)
        acceptors.settle(end.distance)
        sources.settle(end.distance)
        sinks.settle(end.distance)
        if !end.isMeeting, end.from == origin { return false }
        send(from: origin, to: end.from, isMeeting: end.isMeeting)
        return true
    }

    private mutating func visit(_ step: Step) {
        switch step.node {
        case .proposer(let proposer) where proposers.distance[proposer] == step.distance: visit(proposer: proposer, step)
        case .acceptor(let acceptor) where acceptors.distance[acceptor] == step.distance: visit(acceptor: acceptor, step)
        case .source(let country) where sources.distance[country] == step.distance: visit(source: country, step)
        case .sink(let country) where sinks.distance[country] == step.distance: visit(sink: country, step)
        default: break
        }
    }

    private mutating func visit(proposer: Int, _ step: Step) {
        let base = step.distance + proposers.potential[proposer]
        for edge in start[proposer]..<start[proposer + 1] {
            let acceptor = Int(target[edge])
            let distance = base - weight[edge] - acceptors.potential[acceptor]
            guard distance < acceptors.distance[acceptor], !isUsed[edge] else { continue }
            if let end, distance > end.distance { continue }
            acceptors.distance[acceptor] = distance
            intoAcceptor[acceptor] = Held(proposer: proposer, edge: edge)
            if received[acceptor] == 0, there.country[acceptor] == nil {
                // Nobody to push away: the way ends here, and the queue stays short.
                reach(distance + acceptors.potential[acceptor], .acceptor(acceptor), isMeeting: true)
            } else {
                queue.push(Step(distance: distance, node: .acceptor(acceptor)))
            }
        }
        if let country = here.country[proposer] {
            let distance = base - sources.potential[country]
            if met[proposer] > 0, distance < sources.distance[country] {
                sources.distance[country] = distance
                intoSource[country] = proposer
                queue.push(Step(distance: distance, node: .source(country)))
            }
        } else {
            reach(base, step.node, isMeeting: false)
        }
    }

    private mutating func visit(acceptor: Int, _ step: Step) {
        let base = step.distance + acceptors.potential[acceptor]
        if received[acceptor] < there.capacity[acceptor] {
            if let country = there.country[acceptor] {
                let distance = base - sinks.potential[country]
                if distance < sinks.distance[country] {
                    sinks.distance[country] = distance
                    intoSink[country] = acceptor
                    queue.push(Step(distance: distance, node: .sink(country)))
                }
            } else {
                reach(base, step.node, isMeeting: true)
            }
        }
        for one in held[acceptor] {
            let distance = base + weight[one.edge] - proposers.potential[one.proposer]
            guard distance < proposers.distance[one.proposer] else { continue }
            proposers.distance[one.proposer] = distance
            intoProposer[one.proposer] = Held(proposer: acceptor, edge: one.edge)
            queue.push(Step(distance: distance, node: .proposer(one.proposer)))
        }
    }

    private mutating func visit(source country: Int, _ step: Step) {
        let base = step.distance + sources.potential[country]
        reach(base, step.node, isMeeting: false)
        for proposer in membersHere[country] where met[proposer] < here.capacity[proposer] {
            let distance = base - proposers.potential[proposer]
            guard distance < proposers.distance[proposer] else { continue }
            proposers.distance[proposer] = distance
            intoProposer[proposer] = nil
            queue.push(Step(distance: distance, node: .proposer(proposer)))
        }
    }

    private mutating func visit(sink country: Int, _ step: Step) {
        let base = step.distance + sinks.potential[country]
        if receivedByCountry[country] < there.left[country] { reach(base, step.node, isMeeting: true) }
        for acceptor in membersThere[country] where received[acceptor] > 0 {
            let distance = base - acceptors.potential[acceptor]
            guard distance < acceptors.distance[acceptor] else { continue }
            acceptors.distance[acceptor] = distance
            intoAcceptor[acceptor] = nil
            queue.push(Step(distance: distance, node: .acceptor(acceptor)))
        }
    }

    private mutating func reach(_ base: Int64, _ node: Node, isMeeting: Bool) {
        let distance = base - endPotential
        if let end, distance > end.distance || (distance == end.distance && (end.isMeeting || !isMeeting)) { return }
        end = (distance, node, isMeeting)
    }

    /// Walks the path back from its end and moves one unit along it.
    private mutating func send(from origin: Node, to last: Node, isMeeting: Bool) {
        switch last {
        case .acceptor(let acceptor) where isMeeting: received[acceptor] += 1
        case .sink(let country) where isMeeting: receivedByCountry[country] += 1
        default: break
        }
        var node = last
        while true {
            switch node {
            case .acceptor(let acceptor):
                if let way = intoAcceptor[acceptor] {
                    isUsed[way.edge] = true
                    held[acceptor].append(way)
                    node = .proposer(way.proposer)
                } else if let country = there.country[acceptor] {
                    received[acceptor] -= 1
                    node = .sink(country)
                } else {
                    return
                }
            case .sink(let country):
                received[intoSink[country]] += 1
                node = .acceptor(intoSink[country])
            case .proposer(let proposer):
                if node == origin { return }
                if let way = intoProposer[proposer] {
                    // Here `proposer` is the acceptor that gives it up.
                    isUsed[way.edge] = false
                    held[way.proposer].removeAll { $0.edge == way.edge }
                    node = .acceptor(way.proposer)
                } else if let country = here.country[proposer] {
                    met[proposer] += 1
                    node = .source(country)
                } else {
                    return
                }
            case .source(let country):
                if node == origin { return }
                met[intoSource[country]] -= 1
                node = .proposer(intoSource[country])
            }
        }
    }
}
