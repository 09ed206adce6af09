package io.foliomq.demo.worker;

import io.foliomq.demo.outage.Pause;
import io.foliomq.demo.photos.Database;
import io.foliomq.demo.settings.Settings;
import io.foliomq.demo.storage.PhotoStorage;
import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A worker whose parts are beans. */
public final class SpringWorkerRun implements WorkerRun {
    private final ConfigurableApplicationContext context;

    private SpringWorkerRun(ConfigurableApplicationContext context) {
        this.context = context;
    }

    public static SpringWorkerRun of(
            Settings settings, ConnectionFactory queues, Database database, PhotoStorage storage, Path scratch) {
        return new SpringWorkerRun(new SpringApplicationBuilder(WorkerConfiguration.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .initializers(beans -> {
                    GenericApplicationContext given = (GenericApplicationContext) beans;
                    given.registerBean(Settings.class, () -> settings);
                    given.registerBean(ConnectionFactory.class, () -> queues);
                    given.registerBean(Database.class, () -> database, lent -> lent.setDestroyMethodName(null));
                    given.registerBean(PhotoStorage.class, () -> storage, lent -> lent.setDestroyMethodName(null));
                    given.registerBean("scratch", Path.class, () -> scratch);
                })
                .run());
    }

    @Override
    public void run() {
        Thread heartbeat = new Thread(context.getBean(Heartbeat.class), "heartbeat");
        heartbeat.start();
        try {
            context.getBean(ResizeWorker.class).run();
            heartbeat.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        context.getBean(Pause.class).stop();
    }

    @Override
    public void close() {
        stop();
        context.close();
    }
}
