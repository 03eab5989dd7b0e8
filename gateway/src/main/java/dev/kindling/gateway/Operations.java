package dev.kindling.gateway;

import dev.kindling.gateway.backfill.BackfillHandlers;
import dev.kindling.gateway.calendar.CalendarHandlers;
import dev.kindling.gateway.cluster.ClusterHandlers;
import dev.kindling.gateway.deadletter.LetterHandlers;
import dev.kindling.gateway.definition.DefinitionHandlers;
import dev.kindling.gateway.http.Operation;
import dev.kindling.gateway.log.LogHandlers;
import dev.kindling.gateway.run.RerunHandlers;
import dev.kindling.gateway.run.RunHandlers;
import dev.kindling.gateway.schedule.ScheduleHandlers;
import dev.kindling.gateway.trigger.TriggerHandlers;
import dev.kindling.gateway.trigger.TriggerTrials;
import dev.kindling.model.cluster.KafkaClusterDefinition;
import dev.kindling.model.cluster.KafkaClusterSpec;
import dev.kindling.model.hold.HoldDefinition;
import dev.kindling.model.hold.HoldSpec;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.job.JobSpec;
import dev.kindling.model.pool.PoolDefinition;
import dev.kindling.model.pool.PoolSpec;
import dev.kindling.model.schedule.CalendarDefinition;
import dev.kindling.model.schedule.CalendarSpec;
import dev.kindling.model.schedule.ScheduleDefinition;
import dev.kindling.model.schedule.ScheduleSpec;
import dev.kindling.model.trigger.TriggerDefinition;
import dev.kindling.model.trigger.TriggerSpec;
import java.util.Map;

/** Which method serves which operation of the contract. */
final class Operations {
  private Operations() {}

  static Map<String, Operation> of(
      DefinitionHandlers<JobSpec, JobDefinition> jobs,
      DefinitionHandlers<ScheduleSpec, ScheduleDefinition> schedules,
      ScheduleHandlers schedule,
      DefinitionHandlers<CalendarSpec, CalendarDefinition> calendars,
      CalendarHandlers calendar,
      BackfillHandlers backfills,
      DefinitionHandlers<TriggerSpec, TriggerDefinition> triggers,
      TriggerHandlers trigger,
      TriggerTrials trials,
      LetterHandlers letters,
      DefinitionHandlers<KafkaClusterSpec, KafkaClusterDefinition> clusters,
      ClusterHandlers cluster,
      DefinitionHandlers<PoolSpec, PoolDefinition> pools,
      DefinitionHandlers<HoldSpec, HoldDefinition> holds,
      RunHandlers runs,
      RerunHandlers reruns,
      LogHandlers logs) {
    return Map.ofEntries(
        Map.entry("listJobs", jobs::list),
        Map.entry("getJob", jobs::get),
        Map.entry("putJob", jobs::put),
        Map.entry("deleteJob", jobs::delete),
        Map.entry("listSchedules", schedules::list),
        Map.entry("getSchedule", schedules::get),
        Map.entry("putSchedule", schedules::put),
        Map.entry("deleteSchedule", schedules::delete),
        Map.entry("previewSchedule", schedule::preview),
        Map.entry("previewUnsavedSchedule", schedule::previewUnsaved),
        Map.entry("listDecisions", schedule::decisions),
        Map.entry("pauseSchedule", schedule::pause),
        Map.entry("resumeSchedule", schedule::resume),
        Map.entry("fireSchedule", schedule::fire),
        Map.entry("listCalendars", calendars::list),
        Map.entry("getCalendar", calendars::get),
        Map.entry("putCalendar", calendar::put),
        Map.entry("deleteCalendar", calendars::delete),
        Map.entry("createBackfill", backfills::create),
        Map.entry("listBackfills", backfills::list),
        Map.entry("getBackfill", backfills::get),
        Map.entry("pauseBackfill", backfills::pause),
        Map.entry("resumeBackfill", backfills::resume),
        Map.entry("cancelBackfill", backfills::cancel),
        Map.entry("deleteBackfill", backfills::delete),
        Map.entry("listTriggers", triggers::list),
        Map.entry("getTrigger", triggers::get),
        Map.entry("putTrigger", triggers::put),
        Map.entry("deleteTrigger", triggers::delete),
        Map.entry("getTriggerStatus", trigger::status),
        Map.entry("pauseTrigger", trigger::pause),
        Map.entry("resumeTrigger", trigger::resume),
        Map.entry("discardWaiting", trigger::discard),
        Map.entry("listDeadLetters", letters::list),
        Map.entry("getDeadLetter", letters::get),
        Map.entry("replayDeadLetter", letters::replay),
        Map.entry("discardDeadLetter", letters::discard),
        Map.entry("testTrigger", trials::saved),
        Map.entry("testUnsavedTrigger", trials::unsaved),
        Map.entry("listKafkaClusters", clusters::list),
        Map.entry("getKafkaCluster", clusters::get),
        Map.entry("putKafkaCluster", clusters::put),
        Map.entry("deleteKafkaCluster", clusters::delete),
        Map.entry("checkKafkaCluster", cluster::check),
        Map.entry("listPools", pools::list),
        Map.entry("getPool", pools::get),
        Map.entry("putPool", pools::put),
        Map.entry("deletePool", pools::delete),
        Map.entry("listHolds", holds::list),
        Map.entry("getHold", holds::get),
        Map.entry("putHold", holds::put),
        Map.entry("deleteHold", holds::delete),
        Map.entry("rerun", reruns::one),
        Map.entry("rerunAll", reruns::all),
        Map.entry("startRun", runs::start),
        Map.entry("listRuns", runs::list),
        Map.entry("getRun", runs::get),
        Map.entry("cancelRun", runs::cancel),
        Map.entry("searchRunLogs", logs::search));
  }
}
