import Foundation
import Synchronization

extension NamespaceWorld {
    /// Where a router serves the provider's own page, without TLS and with a certificate for its own name.
    static let blockPagePort = 8081
    static let redirectPort = 8082
    static let portalPort = 8443
    /// Where it pretends to be every host, with a certificate that signs itself or by an authority that nobody knows.
    static func impostorPort(selfSigned: Bool) -> Int { selfSigned ? 8444 : 8445 }
    /// What the page says.
    package static let blockPageText = "not available in the lab"

    /// Starts the provider's own web server on its router, once.
    func startBlockPage(of provider: LabProvider) throws {
        guard blockPages.withLock({ $0.insert(provider.index).inserted }) else { return }
        let name = router(provider)
        let own = "\(folder)/\(name)"
        try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
        let servers = """
              server { listen \(Self.blockPagePort); listen \(Self.portalPort) ssl;
                location / { default_type text/html; return 200 "<html><title>\(Self.blockPageText)</title></html>"; } }
              server { listen \(Self.redirectPort); return 302 http://blocked.example/; }
              server { listen \(Self.impostorPort(selfSigned: true)) ssl; return 200 "hello";
                ssl_certificate \(folder)/itself.pem; ssl_certificate_key \(folder)/itself.key; }
              server { listen \(Self.impostorPort(selfSigned: false)) ssl; return 200 "hello";
                ssl_certificate \(folder)/stranger.pem; ssl_certificate_key \(folder)/stranger.key; }
            """
        try write(
            webConfiguration(folder: own, certificate: "\(folder)/portal", servers: servers), to: "\(own)/nginx.conf")
        try start(in: name, ["nginx", "-c", "\(own)/nginx.conf", "-p", own], log: "\(own)/nginx.out")
    }

    /// nginx in one process that keeps all its files in a folder.
    ///
    /// - Parameter certificate: The path of a certificate and a key, without `.pem` and `.key`.
    func webConfiguration(folder: String, certificate: String, servers: String) -> String {
        """
        daemon off; master_process off; pid \(folder)/nginx.pid; error_log \(folder)/nginx.log warn;
        events { worker_connections 1024; }
        http {
          access_log off; default_type text/html;
          client_body_temp_path \(folder)/body; proxy_temp_path \(folder)/proxy;
          fastcgi_temp_path \(folder)/fastcgi; uwsgi_temp_path \(folder)/uwsgi; scgi_temp_path \(folder)/scgi;
          ssl_certificate \(certificate).pem; ssl_certificate_key \(certificate).key;
        \(servers)
        }

        """
    }
}
