"""Small drawings and parameter files, made for these tests."""

from __future__ import annotations

import json
from typing import Any

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DRAWING = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="{bpmn}" targetNamespace="made" id="d">
 <resource id="clerks" name="Clerks"/>
 <process id="p" name="A claim" isExecutable="false">{inside}
  <startEvent id="begin" name="Claim made"/>
  <task id="look" name="Look at the claim"/>
  <exclusiveGateway id="clear" name="Is it clear"/>
  <task id="ask" name="Ask an expert"/>
  <endEvent id="done" name="Settled"/>
  <sequenceFlow id="f1" sourceRef="begin" targetRef="look"/>
  <sequenceFlow id="f2" sourceRef="look" targetRef="clear"/>
  <sequenceFlow id="yes" name="yes" sourceRef="clear" targetRef="done"/>
  <sequenceFlow id="no" name="no" sourceRef="clear" targetRef="ask"/>
  <sequenceFlow id="f3" sourceRef="ask" targetRef="done"/>
 </process>{behind}
</definitions>
"""
QBP = """
  <extensionElements>
   <qbp:processSimulationInfo xmlns:qbp="http://www.qbp-simulator.com/Schema201212"
     processInstances="100" startDateTime="2024-01-01T09:00:00.000Z" currency="EUR">
    <qbp:arrivalRateDistribution type="EXPONENTIAL" mean="NaN" arg1="1800" arg2="NaN"/>
    <qbp:timetables>
     <qbp:timetable id="day" default="true" name="Day"><qbp:rules>
      <qbp:rule fromTime="09:00:00.000+00:00" toTime="17:00:00.000+00:00" fromWeekDay="MONDAY"
        toWeekDay="FRIDAY"/></qbp:rules></qbp:timetable>
     <qbp:timetable id="always"><qbp:rules>
      <qbp:rule fromTime="00:00:00.000+00:00" toTime="23:59:59.999+00:00" fromWeekDay="MONDAY"
        toWeekDay="SUNDAY"/></qbp:rules></qbp:timetable>
    </qbp:timetables>
    <qbp:resources>
     <qbp:resource id="r1" name="Clerk" totalAmount="2" costPerHour="25" timetableId="day"/>
     <qbp:resource id="r2" name="Expert" totalAmount="1" costPerHour="50" timetableId="always"/>
    </qbp:resources>
    <qbp:elements>
     <qbp:element elementId="look" fixedCost="3">
      <qbp:durationDistribution type="NORMAL" mean="1200" arg1="300" arg2="NaN"/>
      <qbp:resourceIds><qbp:resourceId>r1</qbp:resourceId></qbp:resourceIds></qbp:element>
     <qbp:element elementId="ask">
      <qbp:durationDistribution type="LOGNORMAL" mean="1800" arg1="810000" arg2="0"/>
      <qbp:resourceIds><qbp:resourceId>r2</qbp:resourceId></qbp:resourceIds></qbp:element>
    </qbp:elements>
    <qbp:sequenceFlows>
     <qbp:sequenceFlow elementId="yes" executionProbability="0.7"/>
     <qbp:sequenceFlow elementId="no" executionProbability="0.3"/>
    </qbp:sequenceFlows>
   </qbp:processSimulationInfo>
  </extensionElements>"""
BPSIM = """
 <relationship type="BPSimData">
  <extensionElements>
   <bpsim:BPSimData xmlns:bpsim="http://www.bpsim.org/schemas/1.0">
    <bpsim:Scenario id="s1" name="Today">
     <bpsim:ScenarioParameters baseTimeUnit="min" baseCurrencyUnit="EUR"/>
     <bpsim:ElementParameters elementRef="begin"><bpsim:ControlParameters>
      <bpsim:InterTriggerTimer><bpsim:NegativeExponentialDistribution mean="30" validFor="day"/>
      </bpsim:InterTriggerTimer></bpsim:ControlParameters></bpsim:ElementParameters>
     <bpsim:ElementParameters elementRef="look">
      <bpsim:TimeParameters>
       <bpsim:SetUpTime><bpsim:FloatingParameter value="60" timeUnit="s"/></bpsim:SetUpTime>
       <bpsim:ProcessingTime><bpsim:DurationParameter value="PT19M"/></bpsim:ProcessingTime>
      </bpsim:TimeParameters>
      <bpsim:ResourceParameters><bpsim:Selection>
       <bpsim:ExpressionParameter value="bpsim:getResource('clerks', 1)"/></bpsim:Selection>
      </bpsim:ResourceParameters>
      <bpsim:CostParameters><bpsim:FixedCost><bpsim:FloatingParameter value="3"/>
      </bpsim:FixedCost></bpsim:CostParameters></bpsim:ElementParameters>
     <bpsim:ElementParameters elementRef="ask"><bpsim:TimeParameters><bpsim:ProcessingTime>
      <bpsim:TriangularDistribution min="10" mode="20" max="60"/></bpsim:ProcessingTime>
      </bpsim:TimeParameters></bpsim:ElementParameters>
     <bpsim:ElementParameters elementRef="clerks">
      <bpsim:ResourceParameters><bpsim:Quantity>
       <bpsim:NumericParameter value="2" validFor="day"/></bpsim:Quantity>
      </bpsim:ResourceParameters>
      <bpsim:CostParameters><bpsim:UnitCost>
       <bpsim:FloatingParameter value="25" timeUnit="hour"/></bpsim:UnitCost>
      </bpsim:CostParameters>
     </bpsim:ElementParameters>
     <bpsim:ElementParameters elementRef="yes"><bpsim:ControlParameters><bpsim:Probability>
      <bpsim:FloatingParameter value="0.7"/></bpsim:Probability></bpsim:ControlParameters>
     </bpsim:ElementParameters>
     <bpsim:ElementParameters elementRef="no"><bpsim:ControlParameters><bpsim:Probability>
      <bpsim:FloatingParameter value="0.3"/></bpsim:Probability></bpsim:ControlParameters>
     </bpsim:ElementParameters>
     <bpsim:Calendar id="day" name="Day">BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART:20240101T090000
DTEND:20240101T170000
RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR
END:VEVENT
END:VCALENDAR</bpsim:Calendar>
    </bpsim:Scenario>
   </bpsim:BPSimData>
  </extensionElements>
 </relationship>"""
WEEKDAYS = [{"from": "MONDAY", "to": "FRIDAY", "beginTime": "09:00:00", "endTime": "17:00:00"}]


def drawing(inside: str = "", behind: str = "") -> bytes:
    """Return a drawing of two tasks and a decision, with what stands in it besides."""
    return DRAWING.format(bpmn=BPMN, inside=inside, behind=behind).encode()


def law(name: str, *numbers: float) -> dict[str, Any]:
    """Return a distribution as Prosimos writes it."""
    return {
        "distribution_name": name,
        "distribution_params": [{"value": number} for number in numbers],
    }


def parameters() -> dict[str, Any]:
    """Return what a parameter file of Prosimos says about the drawing."""
    people = [
        {"id": f"clerk {k}", "name": f"Clerk {k}", "amount": 1, "cost_per_hour": 25,
         "calendar": "day", "assigned_tasks": ["look"]}
        for k in (1, 2)
    ]  # fmt: skip
    expert = {"id": "x", "name": "Expert", "amount": 3, "cost_per_hour": 50, "calendar": "day"}
    return {
        "resource_profiles": [
            {"id": "look", "name": "Look", "resource_list": people},
            {"id": "ask", "name": "Ask", "resource_list": [expert]},
        ],
        "arrival_time_distribution": law("expon", 1800, 0, 1e7),
        "arrival_time_calendar": WEEKDAYS,
        "gateway_branching_probabilities": [
            {"gateway_id": "clear", "probabilities": [
                {"path_id": "yes", "value": 0.7}, {"path_id": "no", "value": 0.3}]}
        ],
        "task_resource_distribution": [
            {"task_id": "look", "resources": [
                {"resource_id": f"clerk {k}", **law("norm", 1200, 300, 0, 1e6)} for k in (1, 2)]},
            {"task_id": "ask", "resources": [{"resource_id": "x", **law("fix", 1800)}]},
        ],
        "resource_calendars": [{"id": "day", "name": "Day", "time_periods": WEEKDAYS}],
    }  # fmt: skip


def written(said: dict[str, Any]) -> bytes:
    """Return a parameter file, a value a line."""
    return json.dumps(said, indent=1).encode()
