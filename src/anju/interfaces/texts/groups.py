"""Groups of residents in words: what is refused, states, roles."""

from __future__ import annotations

from anju.interfaces.texts.labels import Table

REASONS: Table = {
    "group_unknown": ("没有这个组织。", "There is no such group."),
    "group_kind_unknown": ("请选择组织的类别。", "Choose the kind of group."),
    "group_region": ("请选择组织所在的区域。", "Choose the area of the group."),
    "group_name": ("请填写组织的名称。", "Give the group a name."),
    "group_purpose": ("请写明组织做什么。", "Say what the group is for."),
    "group_long": ("文字太长，最多 {most} 字。", "This is too long: {most} characters at most."),
    "group_own_name": (
        "请填写您在组织里用的名字。",
        "Give the name by which you want to be known in the group.",
    ),
    "group_purpose_barred": (
        "名称、用途或章程里有“{word}”。安居不登记与{why}有关的组织，也不记录任何人的{why}；请去掉后再提交。",
        "The word “{word}” stands in name, purpose or rules. No group about {why} is entered. Take it out.",
    ),
    "group_there": (
        "这里已有同名的组织“{name}”，可以直接加入。",
        "There is a group named “{name}” here already. You can join it.",
    ),
    "group_reason": ("请写明理由。", "Give the reason."),
    "group_decided": ("已经作出决定。", "This was decided already."),
    "group_closed": (
        "组织还没有备案，或已经关闭。",
        "The group is not recognised yet, or was closed.",
    ),
    "group_not_yours": (
        "只有本组织在任的联络人和负责人可以办。",
        "Only the contact people of the group who are in office can do this.",
    ),
    "group_public_only": (
        "工作人员不以工作账号加入组织，请用自己的手机号登录。",
        "Staff do not join by a work account. Sign in with your own phone.",
    ),
    "group_landlords_only": (
        "这个组织由本区域有房出租的房东参加。您名下还没有本区域的房屋。",
        "This group is for those who let homes in its area. No home in it is on file for you.",
    ),
    "group_no_register": (
        "这类组织不登记为社会团体。",
        "Groups of this kind are not registered as associations.",
    ),
    "group_member_unknown": (
        "没有这个成员，可能已经退出。",
        "There is no such member; they may have left.",
    ),
    "group_act": ("请选择要做什么。", "Choose what to do."),
    "meeting_unknown": ("没有这次会议。", "There is no such meeting."),
    "meeting_title": ("请填写会议名称。", "Give the meeting a title."),
    "meeting_place": ("请填写开会的地点。", "Say where the meeting is."),
    "meeting_when": ("请填写开会的日期和时间。", "Give the day and time of the meeting."),
    "meeting_notice_short": (
        "会议要提前 {days} 天通知，最早 {first}。",
        "A meeting is called {days} days ahead, for {first} at the earliest.",
    ),
    "meeting_state": (
        "会议现在的状态办不了这件事，请刷新页面。",
        "This cannot be done as the meeting stands. Reload the page.",
    ),
    "meeting_early": (
        "会议定在 {day}，到那天才能开始。",
        "The meeting is on {day} and is opened on that day.",
    ),
    "meeting_minutes": ("请写会议纪要。", "Write the minutes."),
    "agenda_empty": ("议程至少要有一项。", "An agenda has at least one point."),
    "agenda_many": ("议程最多 {most} 项。", "An agenda has {most} points at most."),
    "agenda_title": ("议程的每一项都要有题目。", "Each point of the agenda needs a title."),
    "agenda_options": (
        "“{title}”要有 2 至 {most} 个不同的选项。",
        "The point “{title}” needs 2 to {most} different options.",
    ),
    "item_unknown": ("没有这项议程。", "There is no such point on the agenda."),
    "item_report": ("这一项只是通报，不表决。", "This point is a report and is not voted on."),
    "vote_closed": ("这一项已经表决完。", "This vote is closed."),
    "vote_not_open": ("这一项现在不在表决。", "No vote is open on this point."),
    "vote_running": ("还有没结束的表决，请先结束。", "A vote is still open. Close it first."),
    "voter_unknown": (
        "您不在这次会议的名册上（通知发出后加入的，下次会议起参加表决）。",
        "You are not on the roll of this meeting. Who joins after the notice votes from the next one on.",
    ),
    "voter_without_vote": (
        "这位成员在本区域没有房屋，没有表决票。",
        "This member has no home in the area and so no vote.",
    ),
    "ballot_choice": ("请选一项再投票。", "Choose one before you vote."),
    "proxy_unknown": (
        "没有这份委托，或已经收回。",
        "There is no such proxy, or it was taken back.",
    ),
    "proxy_code": (
        "委托码不对，或已经收回。请向委托人再要一次。",
        "The code is wrong or was taken back. Ask for it again.",
    ),
    "proxy_own": ("不能接受自己的委托。", "You cannot hold your own proxy."),
    "proxy_many": ("一人最多受 {most} 份委托。", "One may hold {most} proxies at most."),
    "mediation_unknown": (
        "没有这件调解，或您不是其中一方。",
        "There is no such mediation, or you are no side of it.",
    ),
    "mediation_not_here": ("这个组织不做调解。", "This group does not mediate."),
    "mediation_subject": ("请写明是什么事、经过怎样。", "Say what it is about and what happened."),
    "mediation_names": ("请填写双方怎么称呼。", "Give the names of both sides."),
    "mediation_code": (
        "调解码不对。请向对方或调解组织再要一次。",
        "The code is wrong. Ask the other side or the group for it again.",
    ),
    "mediation_own": (
        "对方要用自己的手机登录来同意。",
        "The other side consents from an account of their own.",
    ),
    "mediation_side": ("这一步不由您来办。", "This step is not yours to take."),
    "mediation_state": (
        "调解现在的状态办不了这件事，请刷新页面。",
        "This cannot be done as the mediation stands. Reload the page.",
    ),
    "mediation_mediators_only": (
        "只有本组织在任、又不是当事人的调解员可以接。",
        "Only a mediator of the group who is in office and no side of it can take it up.",
    ),
    "mediation_text": ("请写明内容。", "Write what you want to say."),
    "mediation_late": (
        "申请司法确认的期限到 {until} 止，已经过了。仍可以起诉或另行协商。",
        "The court could be asked to confirm it until {until}. The court itself, or new talks, remain open.",
    ),
    "mediation_unlinked": (
        "要转为事项，请先核验本人，把账号与登记联系起来。",
        "To make it a case, first link your account to your record.",
    ),
    "activity_unknown": ("没有这个活动。", "There is no such activity."),
    "activity_title": ("请填写活动名称。", "Give the activity a title."),
    "activity_place": ("请填写活动地点。", "Say where it is."),
    "activity_when": (
        "请填写开始和结束的时间；要在以后，结束晚于开始。",
        "Give when it begins and ends: later than now, and the end after the beginning.",
    ),
    "activity_seats": (
        "名额要填 1 到 {most} 的整数。",
        "Places are a whole number from 1 to {most}.",
    ),
    "activity_skill": (
        "培训要写明学什么，会写在结业证上。",
        "Say what the course teaches: it stands on the certificate.",
    ),
    "activity_over": ("活动已经结束或取消。", "The activity is over or was called off."),
    "activity_early": (
        "活动还没有开始，不能记到场。",
        "It has not begun: nobody can be noted as there.",
    ),
    "activity_certificate": (
        "您没有这个培训的结业证。",
        "You have no certificate of this course.",
    ),
    "seat_unknown": ("没有这个任职，或不是您的。", "There is no such seat, or it is not yours."),
    "seat_there": (
        "这个成员已有这项任职，或已在等候答复。",
        "This member holds that seat or has been asked already.",
    ),
    "seat_role": ("请选择担任什么。", "Choose what the seat is for."),
    "seat_until": (
        "任期要到以后的某一天，最晚 {last}。",
        "The term ends on a later day, {last} at the latest.",
    ),
}
LISTED = {
    ("group_purpose_barred", "why"): {
        "belief": ("宗教信仰", "belief"),
        "politics": ("党派和政治身份", "political affiliation"),
    },
}
ACTIVITY_KINDS: Table = {
    "course": ("培训", "Course"),
    "service_day": ("服务日", "Service day"),
    "job_fair": ("招聘会", "Job fair"),
    "other": ("其他活动", "Other activity"),
}
SIGNUP_STATES: Table = {
    "booked": ("已报名", "Signed up"),
    "waiting": ("排队中", "On the waiting list"),
    "withdrawn": ("已退出", "Given back"),
    "attended": ("已参加", "Took part"),
    "absent": ("没有到", "Was not there"),
}
MEDIATION_STATES: Table = {
    "asked": ("等对方同意", "Waiting for the other side's consent"),
    "waiting": ("等调解员", "Waiting for a mediator"),
    "talking": ("正在调解", "Talking"),
    "drafted": ("协议待签", "An agreement to be signed"),
    "agreed": ("已达成协议", "Agreed"),
    "ended": ("已结束，没有协议", "Ended without an agreement"),
    "kept": ("协议已履行", "Kept"),
    "breached": ("协议未履行，已转事项", "Not kept; a case was opened"),
}
MEDIATION_STEPS: Table = {
    "asked": ("申请调解", "Asked for mediation"),
    "consented": ("同意调解", "Consented"),
    "taken": ("接手调解", "Took it up"),
    "message": ("写道", "Wrote"),
    "drafted": ("写好协议", "Wrote down an agreement"),
    "signed": ("签字同意", "Signed"),
    "withdrawn": ("退出调解", "Withdrew"),
    "failed": ("调解不成", "Ended it without an agreement"),
    "confirmed": ("已由法院确认", "Confirmed by the court"),
    "kept": ("已履行", "Said it was kept"),
    "breached": ("未履行", "Said it is not kept"),
}
MEDIATION_SIDES: Table = {
    "applicant": ("申请方", "Who asked"),
    "other": ("另一方", "Other side"),
    "mediator": ("调解员", "Mediator"),
}
MEETING_STATES: Table = {
    "called": ("已通知", "Called"),
    "open": ("正在开", "Under way"),
    "closed": ("已结束", "Closed"),
    "called_off": ("已取消", "Called off"),
}
ITEM_KINDS: Table = {
    "report": ("通报（不表决）", "Report (no vote)"),
    "motion": ("表决（赞成、反对）", "Motion (yes or no)"),
    "choice": ("多选一", "Choice of one"),
}
MAJORITY_NAMES: Table = {
    "simple": ("赞成多于反对", "More for than against"),
    "present": ("到会票数过半", "More than half of the votes there"),
    "two_thirds": ("到会票数三分之二以上", "Two thirds of the votes there"),
    "all": ("全部票数过半", "More than half of all votes"),
}
OUTCOMES: Table = {
    "carried": ("通过", "Carried"),
    "lost": ("未通过", "Not carried"),
    "equal": ("票数相等，未通过", "A tie: not carried"),
    "chosen": ("选出", "Chosen"),
    "runoff": ("票数相同，须再次表决", "Equal: to be voted on again"),
    "nobody": ("没有人得票", "Nobody was voted for"),
    "not_quorate": ("到会票数不够，不作决定", "No quorum: nothing is decided"),
}
BALLOTS: Table = {
    "yes": ("赞成", "For"),
    "no": ("反对", "Against"),
    "abstain": ("弃权", "Abstain"),
}
STATES: Table = {
    "asked": ("待备案", "Waiting to be recognised"),
    "open": ("已备案", "Recognised"),
    "refused": ("未予备案", "Not recognised"),
    "closed": ("已关闭", "Closed"),
}
ROLES: Table = {
    "chair": ("负责人", "Chair"),
    "contact": ("联络人", "Contact"),
    "mediator": ("调解员", "Mediator"),
    "treasurer": ("账目员", "Treasurer"),
}
UNITS: Table = {
    "member": ("一人一票", "One vote a member"),
    "home": ("一套房一票", "One vote a home"),
}
