// Copyright The Linekeeper authors
// SPDX-License-Identifier: Apache-2.0
package org.linekeeper.schema;

/**
 * Where requests go.
 *
 * @param server the configured address of the server or proxy
 * @param address the IP address
 * @param port 1 to 65535
 * @param transport {@code udp}, {@code tcp} or {@code tls}
 */
public record Place(String server, String address, int port, String transport) {
    public Place {
        Check.text("server", server, 256);
        wire(address, port, transport);
    }

    static void wire(String address, int port, String transport) {
        Check.text("address", address, 256);
        Check.range("port", port, 1, 65_535);
        Check.word("transport", transport);
    }

    static Place read(Fields fields) throws BadMessage {
        String server = fields.text("server");
        String address = fields.text("address");
        int port = fields.smallNumber("port");
        String transport = fields.text("transport");
        return fields.build(() -> new Place(server, address, port, transport));
    }

    Draft draft() {
        return new Draft()
                .put("server", server)
                .put("address", address)
                .put("port", port)
                .put("transport", transport);
    }
}
