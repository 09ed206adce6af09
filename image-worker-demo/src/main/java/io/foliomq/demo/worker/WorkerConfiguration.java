package io.foliomq.demo.worker;

import io.foliomq.demo.outage.Pause;
import io.foliomq.demo.photos.Database;
import io.foliomq.demo.photos.Photos;
import io.foliomq.demo.photos.WorkersSeen;
import io.foliomq.demo.picture.Resizer;
import io.foliomq.demo.settings.Settings;
import io.foliomq.demo.storage.PhotoStorage;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How Spring puts a worker together. Nothing that it puts together knows Spring. */
@Configuration(proxyBeanMethods = false)
class WorkerConfiguration {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Pause pause(Database database, PhotoStorage storage) {
        return new Pause(List.of(database, storage), Duration.ofMillis(250), Duration.ofSeconds(5));
    }

    @Bean
    ResizeJob resizeJob(Settings settings, Database database, PhotoStorage storage, Path scratch, Clock clock)
            throws IOException {
        return new ResizeJob(
                new Photos(database, clock),
                storage,
                new Resizer(settings.picturePixels()),
                Scratch.in(scratch),
                name(),
                settings.attempts());
    }

    @Bean
    ResizeWorker resizeWorker(ConnectionFactory queues, ResizeJob job, Pause pause) {
        return new ResizeWorker(queues, job, pause);
    }

    @Bean
    Heartbeat heartbeat(Database database, ResizeWorker worker, Pause pause, Clock clock) {
        return new Heartbeat(new WorkersSeen(database, clock), name(), worker::state, pause);
    }

    private static String name() {
        return "worker " + ProcessHandle.current().pid();
    }
}
