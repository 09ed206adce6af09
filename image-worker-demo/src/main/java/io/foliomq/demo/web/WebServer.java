package io.foliomq.demo.web;

import static java.util.Objects.requireNonNull;

import io.foliomq.demo.photos.Database;
import io.foliomq.demo.settings.Setting;
import io.foliomq.demo.settings.Settings;
import io.foliomq.demo.settings.SettingsException;
import io.foliomq.demo.storage.PhotoStorage;
import jakarta.jms.ConnectionFactory;
import java.net.URI;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The running page. */
public final class WebServer implements AutoCloseable {
    private final ConfigurableApplicationContext context;
    private final URI address;

    private WebServer(ConfigurableApplicationContext context, URI address) {
        this.context = context;
        this.address = address;
    }

    /** @throws SettingsException when the port is in use or the host is none of this machine */
    public static WebServer start(
            Settings settings, ConnectionFactory queues, Database database, PhotoStorage storage) {
        try {
            ConfigurableApplicationContext context = new SpringApplicationBuilder(WebConfiguration.class)
                    .bannerMode(Banner.Mode.OFF)
                    .logStartupInfo(false)
                    .registerShutdownHook(false)
                    .properties(properties(settings))
                    .initializers(beans -> {
                        GenericApplicationContext given = (GenericApplicationContext) beans;
                        given.registerBean(Settings.class, () -> settings);
                        given.registerBean(ConnectionFactory.class, () -> queues);
                        given.registerBean(Database.class, () -> database, lent -> lent.setDestroyMethodName(null));
                        given.registerBean(PhotoStorage.class, () -> storage, lent -> lent.setDestroyMethodName(null));
                    })
                    .run();
            return new WebServer(context, address(settings, context));
        } catch (RuntimeException e) {
            throw explained(settings, e);
        }
    }

    /** What to open in a browser. */
    public URI address() {
        return address;
    }

    @Override
    public void close() {
        context.close();
    }

    private static Map<String, Object> properties(Settings settings) {
        return Map.of(
                "server.address",
                settings.host(),
                "server.port",
                settings.port(),
                "server.shutdown",
                "immediate",
                "server.tomcat.max-swallow-size",
                -1,
                "server.tomcat.threads.max",
                40,
                "server.error.include-message",
                "never",
                "spring.servlet.multipart.enabled",
                false,
                "spring.mvc.async.request-timeout",
                -1,
                "spring.web.resources.cache.period",
                0,
                "spring.jmx.enabled",
                false);
    }

    private static URI address(Settings settings, ConfigurableApplicationContext context) {
        int port = requireNonNull(((WebServerApplicationContext) context).getWebServer())
                .getPort();
        String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return URI.create("http://" + host + ":" + port + "/");
    }

    private static RuntimeException explained(Settings settings, RuntimeException failure) {
        Throwable root = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PortInUseException) {
                return new SettingsException(
                        "port is in use: " + Setting.PORT.key() + "=" + settings.port() + ", host=" + settings.host()
                                + ", accepted=a free port, or 0 to take any",
                        failure);
            }
            root = cause;
        }
        return new SettingsException(
                "page cannot be served: " + Setting.HOST.key() + "=" + settings.host() + ", " + Setting.PORT.key() + "="
                        + settings.port() + ", cause=" + root,
                failure);
    }
}
