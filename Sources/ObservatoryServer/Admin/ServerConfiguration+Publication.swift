import Publishing

extension ServerConfiguration {
    /// The observatory as feeds and alerts name it.
    var publicationSite: PublicationSite {
        PublicationSite(origin: siteURL, name: "Parallax", since: heldSince)
    }
}
