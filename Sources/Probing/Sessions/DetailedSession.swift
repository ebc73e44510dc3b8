package import ObservatoryModel

/// A session with what its record leaves out: the pages that came.
package struct DetailedSession: Sendable {
    package var session: Session
    /// The URL that was measured.
    package var url: MeasuredURL
    /// One for each `http` step, in the same order.
    package var pages: [PageResponse]

    package init(session: Session, url: MeasuredURL, pages: [PageResponse] = []) {
        self.session = session
        self.url = url
        self.pages = pages
    }
}

/// What came back for a request: a response, or as much of one as came.
package struct PageResponse: Hashable, Sendable {
    /// `nil` when no status line came.
    package var status: Int32?
    /// First values by lower-case name.
    package var headers: [String: String]
    /// The first bytes of the body.
    package var body: [UInt8]
    /// Whether the body may have been longer than what was read.
    package var isTruncated: Bool
    /// Why reading ended early.
    package var failure: Failure?

    package init(
        status: Int32?, headers: [String: String] = [:], body: [UInt8] = [], isTruncated: Bool = false,
        failure: Failure? = nil
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.isTruncated = isTruncated
        self.failure = failure
    }

    /// Whether a whole response came, whatever it says.
    var isSuccess: Bool { failure == nil && status != nil }

    /// Where a redirect leads, an `http` or `https` URL; `nil` for every other response.
    func location(from url: MeasuredURL) -> MeasuredURL? {
        guard let status, [301, 302, 303, 307, 308].contains(status), let text = headers["location"] else { return nil }
        return url.resolving(text)
    }
}

/// One hop of a chain of redirects.
package struct RedirectHop: Sendable {
    /// Hops that are followed at most, as many as OONI's test follows.
    package static let most = 10

    package var url: MeasuredURL
    /// The look-up and what followed.
    package var steps: [Step]
    /// One for each `http` step, in the same order.
    package var pages: [PageResponse]

    package init(url: MeasuredURL, steps: [Step], pages: [PageResponse]) {
        self.url = url
        self.steps = steps
        self.pages = pages
    }
}

extension HostCheck.Attempt {
    /// The page of an attempt that got as far as asking for one.
    ///
    /// - Parameter limit: The bytes after which reading stopped.
    func page(limit: Int) -> PageResponse? {
        result.response.map { response in
            PageResponse(
                status: response.status, headers: response.headers, body: response.body,
                isTruncated: response.bodyBytes >= Int64(limit), failure: response.part.failure)
        }
    }
}
