package io.foliomq.demo.storage;

import io.foliomq.demo.settings.SettingsException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gaul.s3proxy.CrossOriginResourceSharing;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** An S3 store over a directory, on the loopback address, in this process. */
public final class EmbeddedStore implements AutoCloseable {
    /** Pages of this machine may put to signed addresses; the signature is what guards the store. */
    private static final List<String> LOOPBACK_PAGES =
            List.of("http://127\\.0\\.0\\.1:[0-9]+", "http://localhost:[0-9]+", "http://\\[::1\\]:[0-9]+");

    private final S3Proxy proxy;

    private EmbeddedStore(S3Proxy proxy) {
        this.proxy = proxy;
    }

    /**
     * @param port a port of the loopback address, 0 for a free one
     * @throws SettingsException when the port is taken
     */
    public static EmbeddedStore start(Path directory, int port, String accessKey, String secretKey) {
        try {
            Files.createDirectories(directory);
            S3Proxy proxy = S3Proxy.builder()
                    .blobStore(new FilesystemNio2BlobStore(directory.toString()))
                    .endpoint(URI.create("http://127.0.0.1:" + port))
                    .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, accessKey, secretKey)
                    .corsRules(new CrossOriginResourceSharing(
                            LOOPBACK_PAGES, List.of("PUT"), List.of("*"), List.of("ETag"), ""))
                    .ignoreUnknownHeaders(true)
                    .build();
            proxy.start();
            return new EmbeddedStore(proxy);
        } catch (Exception e) {
            throw wrong(port, directory, e);
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + proxy.getPort());
    }

    @Override
    public void close() throws Exception {
        proxy.stop();
    }

    private static SettingsException wrong(int port, Path directory, Exception cause) {
        return new SettingsException(
                "embedded S3 store does not start: s3.port=" + port + ", directory=" + directory + ", cause="
                        + cause.getMessage(),
                cause);
    }
}
